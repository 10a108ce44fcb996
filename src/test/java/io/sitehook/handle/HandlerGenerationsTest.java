package io.sitehook.handle;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handler jars that come, change and go while the server runs. */
class HandlerGenerationsTest {
    private static final String STOPPED = "sitehook.test.generations.stopped";

    @TempDir
    Path home;

    private LoaderFixture fixture;
    private HandlerGenerations generations;
    private final AtomicReference<HandlerCatalog> catalog = new AtomicReference<>();

    @BeforeEach
    void make() {
        fixture = new LoaderFixture(home);
        generations = new HandlerGenerations(
                fixture.loader, ClassLoader.getPlatformClassLoader(), fixture.handlers, catalog::set);
    }

    @AfterEach
    void close() {
        generations.close();
        System.clearProperty(STOPPED);
    }

    /** A jar whose handler answers with a word, and tells when it is stopped. */
    private void jar(String file, String name, String answer) throws Exception {
        Path made = HandlerJars.jar(home.resolve("made").resolve(file))
                .handler(
                        "swap.H",
                        name,
                        "return Outcome.done(\"" + answer + "\");",
                        "public void stop() { System.setProperty(\"" + STOPPED + "\", System.getProperty(\"" + STOPPED
                                + "\", \"\") + \" " + answer + "\"); }")
                .build();
        Files.createDirectories(fixture.handlers);
        Files.move(made, fixture.handlers.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Twice: a file is touched only when it has looked the same at two looks. */
    private void look() {
        generations.look();
        generations.look();
    }

    private String answer(String handler) throws Exception {
        return String.valueOf(catalog.get().find(handler).orElseThrow().handle(TestDelivery.of("3057")));
    }

    private List<String> problems() {
        return catalog.get().problems().stream().map(Object::toString).toList();
    }

    @Test
    void aJarThatComesIsUsedAndOneThatGoesIsNot() throws Exception {
        generations.open();
        assertThat(catalog.get().handlers()).isEmpty();
        jar("a.jar", "a", "one");
        look();
        assertThat(answer("a")).contains("one");
        Files.delete(fixture.handlers.resolve("a.jar"));
        look();
        assertThat(catalog.get().handlers()).isEmpty();
        assertThat(System.getProperty(STOPPED)).isEqualTo(" one");
        assertThat(fixture.work).isEmptyDirectory();
    }

    @Test
    void aReplacedJarTakesOverAndTheOldOneIsClosedWhenNothingRunsOnIt() throws Exception {
        jar("a.jar", "a", "one");
        generations.open();
        LoadedHandler old = catalog.get().find("a").orElseThrow();
        assertThat(old.hold()).isTrue();
        jar("a.jar", "a", "two");
        look();
        assertThat(answer("a")).contains("two");
        assertThat(System.getProperty(STOPPED)).as("the old one is held").isNull();
        assertThat(old.hold()).as("what holds it may hold it again").isTrue();
        assertThat(String.valueOf(old.handle(TestDelivery.of("3057")))).contains("one");
        old.release();
        old.release();
        assertThat(old.hold()).isFalse();
        generations.look();
        assertThat(System.getProperty(STOPPED)).isEqualTo(" one");
        assertThat(answer("a")).contains("two");
    }

    @Test
    void theClassesOfAReplacedJarAreUnloaded() throws Exception {
        jar("a.jar", "a", "one");
        generations.open();
        WeakReference<ClassLoader> old =
                new WeakReference<>(catalog.get().find("a").orElseThrow().loader());
        jar("a.jar", "a", "two");
        try (CapturedLog log = new CapturedLog(ClosedLoaders.class.getName())) {
            look();
            while (old.get() != null) {
                System.gc(); // the test's time limit ends it
            }
            generations.look();
            assertThat(log.lines()).singleElement().asString().contains("a.jar are unloaded (1 unloaded, 0 to go)");
        }
    }

    @Test
    void aThreadThatKeepsOldClassesIsNamed() throws Exception {
        Path made = HandlerJars.jar(home.resolve("made/a.jar"))
                .handler(
                        "swap.H",
                        "a",
                        "return Outcome.done();",
                        "public void start(HandlerContext context) {"
                                + " Thread left = new Thread(() -> { try { Thread.sleep(60000); }"
                                + " catch (InterruptedException e) { } }, \"left behind\");"
                                + " left.setDaemon(true); left.start(); }")
                .build();
        Files.createDirectories(fixture.handlers);
        Files.move(made, fixture.handlers.resolve("a.jar"));
        generations.open();
        Files.delete(fixture.handlers.resolve("a.jar"));
        try (CapturedLog log = new CapturedLog(ClosedLoaders.class.getName())) {
            look();
            assertThat(log.lines()).singleElement().asString().contains("a.jar are leaked by thread left behind");
        } finally {
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("left behind"))
                    .forEach(Thread::interrupt);
        }
    }

    @Test
    void aRefusedReplacementChangesNothingUntilItIsMended() throws Exception {
        jar("a.jar", "a", "one");
        generations.open();
        HandlerJars.jar(fixture.handlers.resolve("a.jar"))
                .handler(
                        "swap.H",
                        "a",
                        "return null;",
                        "public void start(HandlerContext c) { throw new Error(\"no\"); }")
                .build();
        try (CapturedLog log = new CapturedLog(HandlerGenerations.class.getName())) {
            look();
            look();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("The jar from before stays in use. a.jar", "start() ", "java.lang.Error: no");
        }
        assertThat(answer("a")).contains("one");
        assertThat(problems()).singleElement().asString().contains("a.jar");
        assertThat(System.getProperty(STOPPED)).isNull();
        jar("a.jar", "a", "three");
        look();
        assertThat(answer("a")).contains("three");
        assertThat(problems()).isEmpty();
    }

    @Test
    void aJarThatIsStillBeingCopiedIsLeftAlone() throws Exception {
        generations.open();
        jar("whole.jar", "a", "one");
        byte[] bytes = Files.readAllBytes(fixture.handlers.resolve("whole.jar"));
        Files.delete(fixture.handlers.resolve("whole.jar"));
        Path copy = fixture.handlers.resolve("a.jar");
        try (var out = Files.newOutputStream(copy);
                CapturedLog log = new CapturedLog(HandlerGenerations.class.getName())) {
            for (byte one : bytes) {
                out.write(one);
                generations.look();
            }
            assertThat(log.lines()).isEmpty();
            assertThat(catalog.get().handlers()).isEmpty();
        }
        look();
        assertThat(answer("a")).contains("one");
    }

    @Test
    void aCopyThatStallsIsRefusedAndTakenWhenItIsWhole() throws Exception {
        jar("a.jar", "a", "one");
        generations.open();
        jar("b.jar", "b", "two");
        byte[] bytes = Files.readAllBytes(fixture.handlers.resolve("b.jar"));
        Files.write(fixture.handlers.resolve("b.jar"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        look();
        assertThat(problems()).singleElement().asString().contains("b.jar is not a readable jar");
        assertThat(answer("a")).contains("one");
        Files.write(fixture.handlers.resolve("b.jar"), bytes);
        look();
        assertThat(answer("b")).contains("two");
        assertThat(problems()).isEmpty();
    }

    @Test
    void aTouchedJarWithTheSameContentStays() throws Exception {
        jar("a.jar", "a", "one");
        generations.open();
        LoadedHandler before = catalog.get().find("a").orElseThrow();
        Path jar = fixture.handlers.resolve("a.jar");
        Files.write(jar, Files.readAllBytes(jar));
        Files.setLastModifiedTime(jar, java.nio.file.attribute.FileTime.fromMillis(1));
        look();
        assertThat(catalog.get().find("a")).containsSame(before);
        assertThat(System.getProperty(STOPPED)).isNull();
    }

    /** The version in the file name: the new one waits until the old one is removed, in whichever order. */
    @Test
    void aNewFileWithATakenNameWaitsForTheOldOneToGo() throws Exception {
        jar("a-1.jar", "a", "one");
        generations.open();
        jar("a-2.jar", "a", "two");
        look();
        assertThat(answer("a")).contains("one");
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("a-2.jar", "The handler name a is in use by swap.H in a-1.jar, which goes on");
        Files.delete(fixture.handlers.resolve("a-1.jar"));
        look();
        look();
        assertThat(answer("a")).contains("two");
        assertThat(problems()).isEmpty();
    }

    @Test
    void aDirectoryThatCantBeReadChangesNothing() throws Exception {
        jar("a.jar", "a", "one");
        generations.open();
        Path aside = home.resolve("aside");
        Files.move(fixture.handlers, aside);
        Files.writeString(fixture.handlers, "not a directory");
        try (CapturedLog log = new CapturedLog(HandlerGenerations.class.getName())) {
            look();
            assertThat(log.lines()).singleElement().asString().contains("can't be read");
        }
        assertThat(answer("a")).contains("one");
        Files.delete(fixture.handlers);
        Files.move(aside, fixture.handlers);
        look();
        assertThat(answer("a")).contains("one");
    }

    @Test
    void aHundredReplacementsLeaveOneCopy() throws Exception {
        jar("a.jar", "a", "v0");
        generations.open();
        for (int i = 1; i <= 100; i++) {
            jar("a.jar", "a", "v" + i);
            look();
            assertThat(answer("a")).contains("v" + i);
        }
        try (var copies = Files.list(fixture.work)) {
            assertThat(copies).hasSize(1);
        }
        assertThat(System.getProperty(STOPPED).strip().split(" ")).hasSize(100);
    }
}
