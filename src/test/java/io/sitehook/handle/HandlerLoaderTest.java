package io.sitehook.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.spi.Outcome;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandlerLoaderTest {

    @TempDir
    Path home;

    private LoaderFixture fixture;

    @BeforeEach
    void fixture() {
        fixture = new LoaderFixture(home);
    }

    @Test
    void aMissingDirectoryIsEmptyAndStaysMissing() {
        try (HandlerCatalog catalog = fixture.load()) {
            assertThat(catalog.handlers()).isEmpty();
            assertThat(catalog.problems()).isEmpty();
        }
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void handlersAreSortedByNameAndFoundByName() {
        plain("1.jar", "b");
        plain("2.jar", "c");
        plain("3.jar", "a");
        try (HandlerCatalog catalog = fixture.load()) {
            assertThat(catalog.handlers()).extracting(LoadedHandler::name).containsExactly("a", "b", "c");
            assertThat(catalog.find("b").orElseThrow().unit().name()).isEqualTo("1.jar");
            assertThat(catalog.find("d")).isEmpty();
            assertThat(catalog.handlers().get(0).states()).hasToString("COMPLETE");
        }
    }

    @Test
    void oneJarMayHoldSeveralHandlers() {
        fixture.jar("two.jar")
                .handler("pkg.A", "a", "return null;")
                .handler("pkg.B", "b", "return null;")
                .build();
        try (HandlerCatalog catalog = fixture.load()) {
            assertThat(catalog.handlers()).extracting(LoadedHandler::name).containsExactly("a", "b");
        }
    }

    @Test
    void otherFilesAndHiddenOnesAreIgnored() throws IOException {
        plain("a.jar", "a");
        plain(".hidden.jar", "hidden");
        plain(".folder/b.jar", "hidden-too");
        plain("unit/.c.jar", "c");
        plain("unit/d.jar", "d");
        Files.writeString(fixture.handlers.resolve("readme.txt"), "text");
        Files.move(fixture.handlers.resolve("a.jar"), fixture.handlers.resolve("A.JAR"));
        try (HandlerCatalog catalog = fixture.load()) {
            assertThat(catalog.handlers()).extracting(LoadedHandler::name).containsExactly("a", "d");
            assertThat(catalog.problems()).isEmpty();
        }
    }

    @Test
    void twoHandlersOfOneNameAreBothRefused() {
        fixture.jar("one.jar").handler("pkg.One", "same", "return null;").build();
        fixture.jar("two.jar").handler("pkg.Two", "same", "return null;").build();
        plain("three.jar", "other");
        try (HandlerCatalog catalog = fixture.load()) {
            assertThat(catalog.handlers()).extracting(LoadedHandler::name).containsExactly("other");
            assertThat(catalog.problems()).extracting(HandlerProblem::unit).containsExactly("one.jar", "two.jar");
            assertThat(catalog.problems())
                    .extracting(HandlerProblem::what)
                    .containsOnly("The handler name same is used by pkg.One in one.jar and pkg.Two in two.jar."
                            + " None of them is used.");
        }
    }

    @Test
    void aRefusedHandlerWithASharedNameIsNotStarted() {
        String start =
                "public void start(HandlerContext c) { System.setProperty(\"sitehook.test.started\", \"yes\"); }";
        fixture.jar("one.jar").handler("pkg.One", "same", "return null;", start).build();
        fixture.jar("two.jar").handler("pkg.Two", "same", "return null;", start).build();
        try (HandlerCatalog catalog = fixture.load()) {
            assertThat(catalog.problems()).hasSize(2);
            assertThat(System.getProperty("sitehook.test.started")).isNull();
        }
        plainStart(start);
    }

    /** The negative control of the test above: alone, it is started. */
    private void plainStart(String start) {
        try {
            WorkDirectory.delete(fixture.handlers.resolve("two.jar"));
            try (HandlerCatalog catalog = fixture.load()) {
                assertThat(catalog.handlers()).hasSize(1);
                assertThat(System.getProperty("sitehook.test.started"))
                        .as(start)
                        .isEqualTo("yes");
            }
        } finally {
            System.clearProperty("sitehook.test.started");
        }
    }

    @Test
    void handlersOnTheClassPathAreLoadedByTheGivenLoader() throws Exception {
        Path jar = HandlerJars.jar(home.resolve("lib/on-path-2.5.jar"))
                .handler("pkg.OnPath", "on-path", "return Outcome.done(\"here\");")
                .service("pkg.Gone")
                .build();
        plain("a.jar", "a");
        try (URLClassLoader application = application(jar);
                HandlerCatalog catalog = fixture.loader.load(application, fixture.handlers)) {
            assertThat(catalog.handlers()).extracting(LoadedHandler::name).containsExactly("a", "on-path");
            LoadedHandler handler = catalog.find("on-path").orElseThrow();
            assertThat(handler.loader()).isSameAs(application);
            assertThat(handler.handle(TestDelivery.of("1")).text()).isEqualTo("here");
            assertThat(handler.unit()).isEqualTo(new HandlerUnit("class path", "2.5", sha256(jar)));
            assertThat(catalog.problems())
                    .singleElement()
                    .asString()
                    .startsWith("class path, handler class pkg.Gone: ");
        }
    }

    @Test
    void aNameSharedBetweenClassPathAndDirectoryNamesBothJars() throws Exception {
        Path jar = HandlerJars.jar(home.resolve("lib/on-path.jar"))
                .handler("pkg.OnPath", "a", "return null;")
                .build();
        plain("a.jar", "a");
        try (URLClassLoader application = application(jar);
                HandlerCatalog catalog = fixture.loader.load(application, fixture.handlers)) {
            assertThat(catalog.handlers()).isEmpty();
            assertThat(catalog.problems())
                    .hasSize(2)
                    .allSatisfy(problem -> assertThat(problem.what())
                            .contains("pkg.OnPath in on-path.jar on the class path and pkg.Handler in a.jar"));
        }
    }

    @Test
    void aHandlerOfAnotherCopyOfTheSpiOnTheClassPathIsExplained() throws Exception {
        Path jar = HandlerJars.jar(home.resolve("lib/shared.jar"))
                .handler("pkg.Handler", "shared", "return null;")
                .build();
        URL spi = Outcome.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader other =
                        new URLClassLoader(new URL[] {jar.toUri().toURL(), spi}, ClassLoader.getPlatformClassLoader());
                HandlerCatalog catalog = fixture.loader.load(other, fixture.handlers)) {
            assertThat(catalog.problems()).singleElement().asString().contains("another copy of io.sitehook.spi");
        }
    }

    @Test
    void theUnitTellsNameVersionAndDigest() throws Exception {
        Path stated = fixture.jar("stated-1.0.jar")
                .handler("pkg.A", "stated", "return null;")
                .manifest("Implementation-Version", "1.0.3")
                .build();
        plain("named-2.1-rc1.jar", "named");
        plain("plain.jar", "plain");
        Path first = plain("folder/b-1.jar", "folder");
        Path second = fixture.jar("folder/a-7.jar").entry("a.txt", "text").build();
        try (HandlerCatalog catalog = fixture.load()) {
            assertThat(unit(catalog, "stated")).isEqualTo(new HandlerUnit("stated-1.0.jar", "1.0.3", sha256(stated)));
            assertThat(unit(catalog, "named").version()).isEqualTo("2.1-rc1");
            assertThat(unit(catalog, "plain").version()).isEmpty();
            assertThat(unit(catalog, "folder")).isEqualTo(new HandlerUnit("folder", "1", sha256(second, first)));
        }
    }

    @Test
    void handlersRunFromCopies() throws Exception {
        String body = "return Outcome.done(pkg.Late.word());";
        Path deleted = lateClass("deleted.jar", body);
        Path overwritten = lateClass("overwritten.jar", body);
        try (HandlerCatalog catalog = fixture.load()) {
            Files.delete(deleted);
            Files.write(overwritten, new byte[100]);
            for (LoadedHandler handler : catalog.handlers()) {
                assertThat(handler.handle(TestDelivery.of("1")).text()).isEqualTo("late");
            }
            assertThat(catalog.handlers()).hasSize(2);
        }
        assertThat(fixture.work).isEmptyDirectory();
    }

    @Test
    void copiesLeftByAFormerProcessAreDeletedAndNothingElse() throws IOException {
        plain("a.jar", "a");
        Path leftover = Files.createDirectories(fixture.work.resolve("handlers-123/deep"));
        Files.writeString(leftover.resolve("old.jar"), "old");
        Path outside = Files.writeString(home.resolve("outside.txt"), "keep");
        Files.createSymbolicLink(leftover.resolve("link"), home);
        Path foreign = Files.writeString(fixture.work.resolve("foreign.txt"), "keep");
        try (HandlerCatalog catalog = fixture.load()) {
            assertThat(fixture.work.resolve("handlers-123")).doesNotExist();
            assertThat(outside).exists();
            assertThat(foreign).exists();
            assertThat(catalog.handlers()).hasSize(1);
        }
    }

    @Test
    void aSecondLoadLeavesTheCopiesOfTheFirstAlone() throws Exception {
        lateClass("a.jar", "return Outcome.done(pkg.Late.word());");
        try (HandlerCatalog first = fixture.load();
                HandlerCatalog second = fixture.load()) {
            assertThat(first.handlers().get(0).handle(TestDelivery.of("1")).text())
                    .isEqualTo("late");
            assertThat(second.handlers().get(0).handle(TestDelivery.of("1")).text())
                    .isEqualTo("late");
            try (Stream<Path> copies = Files.list(fixture.work)) {
                assertThat(copies).hasSize(2);
            }
        }
    }

    @Test
    void linksAndWritableDirectoriesAreWarnedOfAndUsed() throws IOException {
        plain("own.jar", "own");
        Path elsewhere = HandlerJars.jar(home.resolve("elsewhere/linked.jar"))
                .handler("pkg.Linked", "linked", "return null;")
                .build();
        try (CapturedLog log = new CapturedLog(HandlersDirectory.class.getName())) {
            Files.setPosixFilePermissions(fixture.handlers, PosixFilePermissions.fromString("rwxr-xr-x"));
            fixture.load().close();
            assertThat(log.lines()).isEmpty();

            Files.createSymbolicLink(fixture.handlers.resolve("linked.jar"), elsewhere);
            Files.setPosixFilePermissions(fixture.handlers, PosixFilePermissions.fromString("rwxrwxr-x"));
            try (HandlerCatalog catalog = fixture.load()) {
                assertThat(catalog.handlers()).extracting(LoadedHandler::name).containsExactly("linked", "own");
            }
            assertThat(log.lines())
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("WARNING").contains("other users", "chmod go-w"),
                            line -> assertThat(line)
                                    .startsWith("WARNING")
                                    .contains("linked.jar is a link to a file outside"));
        }
    }

    @Test
    void theContextGivesSettingsClockAndLogger() throws Exception {
        fixture.jar("a.jar")
                .handler("pkg.A", "my-handler", "return Outcome.done(seen);", """
                        String seen;
                        public void start(HandlerContext c) {
                            seen = c.setting("set") + " " + c.setting("blank") + " " + c.setting("unset") + " "
                                    + c.require("set") + " " + c.clock().instant() + " " + c.clock().getZone() + " "
                                    + c.logger().getName();
                        }
                        """)
                .build();
        fixture.settings.put("my-handler", Map.of("set", " value ", "blank", "  "));
        fixture.settings.put("other", Map.of("unset", "not yours"));
        try (HandlerCatalog catalog = fixture.load()) {
            assertThat(catalog.handlers().get(0).handle(TestDelivery.of("1")).text())
                    .isEqualTo("Optional[value] Optional.empty Optional.empty value " + Instant.EPOCH
                            + " Z sitehook.handler.my-handler");
        }
    }

    @Test
    void aMissingSettingIsNamedInBothForms() {
        SettingsContext context =
                new SettingsContext("my-handler", Surroundings.plain(name -> Map.of("blank", " "), Clock.systemUTC()));
        for (String setting : List.of("blank", "unset")) {
            assertThatThrownBy(() -> context.require(setting))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("sitehook.handler.my-handler." + setting)
                    .hasMessageContaining("SITEHOOK_HANDLER_MY_HANDLER_" + setting.toUpperCase(Locale.ROOT));
        }
    }

    private Path plain(String file, String name) {
        return fixture.jar(file).handler("pkg.Handler", name, "return null;").build();
    }

    private Path lateClass(String file, String body) {
        return fixture.jar(file)
                .handler("pkg.Handler", file.substring(0, file.indexOf('.')), body)
                .source("pkg.Late", "class Late { static String word() { return \"late\"; } }")
                .build();
    }

    private static URLClassLoader application(Path jar) throws MalformedURLException {
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, HandlerLoader.class.getClassLoader());
    }

    private static HandlerUnit unit(HandlerCatalog catalog, String name) {
        return catalog.find(name).orElseThrow().unit();
    }

    private static String sha256(Path... files) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Path file : files) {
            digest.update(Files.readAllBytes(file));
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
