package io.sitehook.handle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way in which a jar can be broken is reported by the jar's name, and the jar beside it works. */
class BrokenJarsTest {

    @TempDir
    static Path prebuilt;

    @TempDir
    Path home;

    @BeforeAll
    static void buildGoodJars() {
        for (String name : new String[] {"a-good", "z-good"}) {
            HandlerJars.jar(prebuilt.resolve(name + ".jar"))
                    .handler("good.Handler", name, "return Outcome.done(\"fine\");")
                    .build();
        }
    }

    interface Builder {
        void build(HandlerJars jar, Path target) throws IOException;
    }

    /** A way to be broken: the class that is blamed, if any, and what the problem must say. */
    record Broken(String way, Optional<String> provider, Builder builder, String... says) {
        @Override
        public String toString() {
            return way;
        }
    }

    @ParameterizedTest
    @MethodSource({"files", "serviceFiles", "classes", "answers", "starts"})
    void isReportedByNameAndTheOthersWork(Broken broken) throws Exception {
        LoaderFixture fixture = new LoaderFixture(home);
        Path target = fixture.handlers.resolve("broken.jar");
        Files.createDirectories(fixture.handlers);
        broken.builder().build(HandlerJars.jar(target), target);
        good(fixture, "a-good");
        good(fixture, "z-good");

        try (CapturedLog log = new CapturedLog(HandlerLoader.class.getName());
                HandlerCatalog catalog = fixture.load()) {
            assertThat(catalog.handlers()).extracting(LoadedHandler::name).containsExactly("a-good", "z-good");
            for (LoadedHandler handler : catalog.handlers()) {
                assertThat(handler.handle(TestDelivery.of("1")).text()).isEqualTo("fine");
            }
            assertThat(catalog.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.unit()).isEqualTo("broken.jar");
                assertThat(problem.provider()).isEqualTo(broken.provider());
                assertThat(problem.toString()).contains(broken.says()).doesNotContain("\n");
                assertThat(problem.remedy()).isNotBlank().endsWith(".");
            });
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("SEVERE"))
                    .containsExactly(
                            "SEVERE Handler not used. " + catalog.problems().get(0));
        }
        assertThat(fixture.work).as("copies of refused and closed jars").isEmptyDirectory();
    }

    @Test
    void aSoundJarIsNoProblem() throws IOException {
        LoaderFixture fixture = new LoaderFixture(home);
        good(fixture, "a-good");
        try (HandlerCatalog catalog = fixture.load()) {
            assertThat(catalog.problems()).isEmpty();
            assertThat(catalog.handlers()).hasSize(1);
        }
    }

    @Test
    void checkNamesThemWithoutLoggingOrStarting() {
        LoaderFixture fixture = new LoaderFixture(home);
        handler(fixture.jar("broken.jar"), "", "if (true) throw new IllegalStateException();", "")
                .build();
        fixture.jar("starts.jar")
                .handler("pkg.Starts", "starts", "return null;", startThat("throw new AssertionError();"))
                .build();
        try (CapturedLog log = new CapturedLog(HandlerLoader.class.getName())) {
            List<HandlerProblem> problems =
                    fixture.loader.check(ClassLoader.getPlatformClassLoader(), fixture.handlers);
            assertThat(problems).extracting(HandlerProblem::unit).containsExactly("broken.jar");
            assertThat(log.lines()).isEmpty();
        }
        assertThat(fixture.work).isEmptyDirectory();
    }

    @Test
    void aFolderIsOneUnit() throws IOException {
        LoaderFixture fixture = new LoaderFixture(home);
        Files.createDirectories(fixture.handlers.resolve("empty"));
        fixture.jar("half/a.jar").handler("pkg.A", "a", "return null;").build();
        Files.writeString(fixture.handlers.resolve("half/b.jar"), "no jar");
        fixture.jar("twice/a.jar").handler("pkg.A", "twice", "return null;").build();
        fixture.jar("twice/b.jar").handler("pkg.A", "twice", "return null;").build();
        fixture.jar("libraries/a.jar").entry("some.txt", "text").build();
        try (HandlerCatalog catalog = fixture.load()) {
            assertThat(catalog.handlers()).isEmpty();
            assertThat(catalog.problems())
                    .extracting(HandlerProblem::toString)
                    .satisfiesExactly(
                            empty -> assertThat(empty).startsWith("empty: The folder holds no jar."),
                            half -> assertThat(half).startsWith("half: b.jar is not a readable jar"),
                            libraries -> assertThat(libraries).startsWith("libraries: It has no file META-INF/"),
                            twice -> assertThat(twice)
                                    .startsWith("twice, handler class pkg.A: The class is named more than once"));
        }
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsOneProblem() throws IOException {
        LoaderFixture fixture = new LoaderFixture(home);
        Files.writeString(fixture.handlers, "text");
        try (HandlerCatalog catalog = fixture.load()) {
            assertThat(catalog.problems())
                    .singleElement()
                    .asString()
                    .contains(fixture.handlers.toString(), "can't be read");
        }
    }

    @Test
    void aWorkDirectoryThatCannotBeMadeIsOneProblemForEachJar() throws IOException {
        LoaderFixture fixture = new LoaderFixture(home);
        good(fixture, "a-good");
        Files.writeString(fixture.work, "a file where the directory should be");
        try (HandlerCatalog catalog = fixture.load()) {
            assertThat(catalog.problems())
                    .singleElement()
                    .asString()
                    .contains("a-good.jar: There is no place for its copy");
        }
    }

    static Stream<Broken> files() {
        return Stream.of(
                unit("zero bytes", (jar, target) -> Files.createFile(target), "broken.jar is not a readable jar"),
                unit("a text file", (jar, target) -> Files.writeString(target, "hello"), "is not a readable jar"),
                unit("cut off", (jar, target) -> keep(handler(jar).build(), 0.6), "is not a readable jar", "copied"),
                unit(
                        "a link to nothing",
                        (jar, target) -> Files.createSymbolicLink(target, Path.of("gone")),
                        "is not a file"),
                unit(
                        "a service file out of all size",
                        (jar, target) ->
                                handler(jar).service("x".repeat(70_000)).build(),
                        "more than 65536 bytes"));
    }

    static Stream<Broken> serviceFiles() {
        return Stream.of(
                unit(
                        "no service file",
                        (jar, target) -> jar.entry("a.txt", "text").build(),
                        "It has no file META-INF/services/io.sitehook.spi"),
                unit(
                        "a service file naming nothing",
                        (jar, target) -> jar.service("# pkg.Broken").build(),
                        "names no class"),
                broken(
                        "a service file naming a class that is not there",
                        (jar, target) -> jar.service("pkg.Broken # here").build(),
                        "the jar does not have it"),
                broken(
                        "a class named twice",
                        (jar, target) -> handler(jar).service("pkg.Broken").build(),
                        "named more than once"));
    }

    static Stream<Broken> classes() {
        return Stream.of(
                broken(
                        "not a handler",
                        (jar, target) -> jar.source("pkg.Broken", "public class Broken {}")
                                .service("pkg.Broken")
                                .build(),
                        "does not implement io.sitehook.spi.StatusChangeHandler"),
                broken(
                        "an interface",
                        (jar, target) -> jar.source(
                                        "pkg.Broken",
                                        "public interface Broken extends io.sitehook.spi.StatusChangeHandler {}")
                                .service("pkg.Broken")
                                .build(),
                        "abstract or an interface"),
                broken(
                        "a private constructor",
                        (jar, target) ->
                                handler(jar, "private Broken() {}", "", "").build(),
                        "no public constructor"),
                new Broken(
                        "built for a newer Java",
                        Optional.empty(),
                        (jar, target) -> handler(jar).classFileVersion(99).build(),
                        "built for Java 55",
                        "--release"),
                new Broken(
                        "a class of its own, not yet needed, built for a newer Java",
                        Optional.empty(),
                        (jar, target) -> handler(jar.source("pkg.Later", "public class Later {}"), "", "", "")
                                .classFileVersion("pkg.Later", 99)
                                .build(),
                        "Its class pkg/Later.class was built for Java 55",
                        "--release"),
                broken(
                        "a damaged class",
                        (jar, target) -> jar.service("pkg.Broken")
                                .entry("pkg/Broken.class", "not one")
                                .build(),
                        "class file is damaged"),
                broken(
                        "a superclass that is missing",
                        (jar, target) -> handler(jar.source("pkg.Base", "public class Base {}"), "", "", "")
                                .source("pkg.Broken", withBase())
                                .without("pkg.Base")
                                .build(),
                        "needs a class that it does not see: pkg.Base",
                        "folder"),
                broken(
                        "a class missing in the constructor",
                        (jar, target) -> handler(
                                        jar.source("lib.Tool", "public class Tool {}"),
                                        "Object tool = new lib.Tool();",
                                        "",
                                        "")
                                .without("lib.Tool")
                                .build(),
                        "Its constructor needs a class that it does not see: lib.Tool"),
                broken(
                        "an SPI without name()",
                        (jar, target) -> jar.source("io.sitehook.spi.StatusChangeHandler", otherSpi())
                                .source("pkg.Broken", withoutName())
                                .service("pkg.Broken")
                                .without("io.sitehook.spi.StatusChangeHandler")
                                .build(),
                        "does not fit this version of Sitehook",
                        "AbstractMethodError",
                        "spi jar"),
                broken(
                        "an SPI with methods of a later one",
                        (jar, target) -> handler(
                                        jar.source("io.sitehook.spi.WorkflowStates", otherStates()),
                                        "",
                                        "WorkflowStates.later();",
                                        "")
                                .without("io.sitehook.spi.WorkflowStates")
                                .build(),
                        "does not fit this version of Sitehook",
                        "NoSuchMethodError"),
                broken(
                        "an SPI with classes of a later one, bundled",
                        (jar, target) -> handler(
                                        jar.source("io.sitehook.spi.Later", "public class Later {}"),
                                        "Object later = new io.sitehook.spi.Later();",
                                        "",
                                        "")
                                .build(),
                        "io.sitehook.spi.Later",
                        "update Sitehook"));
    }

    static Stream<Broken> answers() {
        return Stream.of(
                broken(
                        "the constructor throws",
                        (jar, target) -> handler(
                                        jar, "public Broken() { throw new RuntimeException(\"so\\nsorry\"); }", "", "")
                                .build(),
                        "Its constructor threw java.lang.RuntimeException: so\\u000asorry (at pkg.Broken.<init>:"),
                broken(
                        "the constructor overflows the stack",
                        (jar, target) -> handler(jar, "Object self = new Broken();", "", "")
                                .build(),
                        "StackOverflowError"),
                broken(
                        "an exception whose message throws",
                        (jar, target) -> handler(jar, "", "if (true) throw new Bad();", "")
                                .source("pkg.Bad", badException())
                                .build(),
                        "Its method states() threw pkg.Bad"),
                broken(
                        "the static initialiser throws",
                        (jar, target) -> handler(jar, "static { Integer.parseInt(\"x\"); }", "", "")
                                .build(),
                        "Its static initialiser threw java.lang.NumberFormatException"),
                broken(
                        "name() throws an Error",
                        (jar, target) -> handler(jar, "", "", "if (true) throw new AssertionError(\"no\");")
                                .build(),
                        "Its method name() threw java.lang.AssertionError: no"),
                named("null", null),
                named("empty", ""),
                named("with a capital letter", "Broken"),
                named("with a line break after it", "broken\\n"),
                named("too long", "a".repeat(65)),
                broken(
                        "states() returns null",
                        (jar, target) ->
                                handler(jar, "", "if (true) return null;", "").build(),
                        "states() returned null"));
    }

    static Stream<Broken> starts() {
        return Stream.of(
                start(
                        "throws",
                        "throw new java.io.IOException(\"can't reach it\");",
                        "java.io.IOException: can't reach it"),
                start("throws an Error", "throw new StackOverflowError();", "java.lang.StackOverflowError"),
                start(
                        "lacks a setting",
                        "context.require(\"directory\");",
                        "sitehook.handler.broken.directory is not set"),
                start(
                        "interrupts the thread",
                        "Thread.currentThread().interrupt(); throw new InterruptedException();",
                        "InterruptedException"));
    }

    private static Broken start(String way, String body, String says) {
        String stop = " public void stop() { throw new AssertionError(\"stopped although never started\"); }";
        return broken(
                "start " + way,
                (jar, target) -> jar.handler("pkg.Broken", "broken", "return null;", startThat(body) + stop)
                        .build(),
                "Its method start()",
                says);
    }

    private static Broken named(String way, @Nullable String name) {
        return broken(
                "a name " + way,
                (jar, target) -> handler(
                                jar, "", "", "if (true) return " + (name == null ? "null" : '"' + name + '"') + ";")
                        .build(),
                "Its method name() returned",
                "1 to 64 characters");
    }

    private static Broken unit(String way, Builder builder, String... says) {
        return new Broken(way, Optional.empty(), builder, says);
    }

    private static Broken broken(String way, Builder builder, String... says) {
        return new Broken(way, Optional.of("pkg.Broken"), builder, says);
    }

    private static HandlerJars handler(HandlerJars jar) {
        return handler(jar, "", "", "");
    }

    private static HandlerJars handler(HandlerJars jar, String members, String inStates, String inName) {
        return jar.source("pkg.Broken", """
                        import io.sitehook.spi.*;
                        public class Broken implements StatusChangeHandler {
                            %s
                            public String name() { %s return "broken"; }
                            public WorkflowStates states() { %s return WorkflowStates.all(); }
                            public Outcome handle(Delivery delivery) { return Outcome.done(); }
                        }
                        """.formatted(members, inName, inStates))
                .service("pkg.Broken");
    }

    private static String withBase() {
        return """
                import io.sitehook.spi.*;
                public class Broken extends Base implements StatusChangeHandler {
                    public String name() { return "broken"; }
                    public WorkflowStates states() { return WorkflowStates.all(); }
                    public Outcome handle(Delivery delivery) { return Outcome.done(); }
                }
                """;
    }

    private static String withoutName() {
        return """
                import io.sitehook.spi.*;
                public class Broken implements StatusChangeHandler {
                    public WorkflowStates states() { return WorkflowStates.all(); }
                    public Outcome handle(Delivery delivery) { return Outcome.done(); }
                }
                """;
    }

    private static String otherSpi() {
        return """
                public interface StatusChangeHandler {
                    WorkflowStates states();
                    Outcome handle(Delivery delivery) throws Exception;
                }
                """;
    }

    private static String otherStates() {
        return """
                public final class WorkflowStates {
                    public static WorkflowStates all() { return null; }
                    public static WorkflowStates later() { return null; }
                }
                """;
    }

    private static String badException() {
        return """
                public class Bad extends RuntimeException {
                    public String getMessage() { throw new IllegalStateException(); }
                    public Throwable getCause() { throw new IllegalStateException(); }
                    public StackTraceElement[] getStackTrace() { throw new IllegalStateException(); }
                    public String toString() { throw new IllegalStateException(); }
                }
                """;
    }

    private static String startThat(String body) {
        return "public void start(HandlerContext context) throws Exception { " + body + " }";
    }

    private static void good(LoaderFixture fixture, String name) throws IOException {
        Files.createDirectories(fixture.handlers);
        Files.copy(prebuilt.resolve(name + ".jar"), fixture.handlers.resolve(name + ".jar"));
    }

    private static void keep(Path file, double share) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, (int) (bytes.length * share)));
    }
}
