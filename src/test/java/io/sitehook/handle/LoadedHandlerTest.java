package io.sitehook.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.spi.Outcome;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls run under the unit's context class loader, and what they throw passes unchanged. */
class LoadedHandlerTest {
    private static final String SEEN = "sitehook.test.seen";

    @TempDir
    Path home;

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final ClassLoader callers = new URLClassLoader("callers", new URL[0], null);

    @BeforeEach
    void callersLoader() {
        Thread.currentThread().setContextClassLoader(callers);
        System.clearProperty(SEEN);
    }

    @AfterEach
    void formerLoader() {
        Thread.currentThread().setContextClassLoader(before);
        System.clearProperty(SEEN);
    }

    @Test
    void everyMethodSeesTheUnitsLoaderAndTheCallerGetsItsOwnBack() throws Exception {
        HandlerCatalog catalog = load("note(\"handle\"); return Outcome.done();", "");
        assertCallersLoader();
        catalog.handlers().get(0).handle(TestDelivery.of("1"));
        assertCallersLoader();
        catalog.close();
        assertCallersLoader();
        assertThat(System.getProperty(SEEN))
                .isEqualTo(" static:own constructor:own name:own states:own start:own handle:own stop:own");
    }

    @Test
    void theCallerGetsItsLoaderBackAfterExceptionsAndErrors() throws Exception {
        try (HandlerCatalog catalog = load(
                "Thread.currentThread().setContextClassLoader(null);"
                        + " if (delivery.attempt() == 2) throw new java.io.IOException(\"checked\"); return null;",
                "throw new StackOverflowError();")) {
            assertThatThrownBy(() -> catalog.handlers().get(0).handle(TestDelivery.of("1")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("checked");
            assertCallersLoader();
        }
        assertCallersLoader();
    }

    @Test
    void errorsPass() throws Exception {
        try (HandlerCatalog catalog = load("throw new NoClassDefFoundError(\"x\");", "")) {
            assertThatThrownBy(() -> catalog.handlers().get(0).handle(TestDelivery.of("1")))
                    .isInstanceOf(NoClassDefFoundError.class);
        }
    }

    @Test
    void nullIsLeftToTheCaller() throws Exception {
        try (HandlerCatalog catalog = load("return null;", "")) {
            assertThat(catalog.handlers().get(0).handle(TestDelivery.of("1"))).isNull();
        }
    }

    @Test
    void theLoaderIsBackWhenAConstructorOrStartFails() {
        LoaderFixture fixture = new LoaderFixture(home);
        fixture.jar("a.jar")
                .handler("pkg.A", "a", "return null;", "public A() { throw new Error(); }")
                .build();
        fixture.jar("b.jar")
                .handler("pkg.B", "b", "return null;", "public void start(HandlerContext c) { throw new Error(); }")
                .build();
        try (HandlerCatalog catalog = fixture.load()) {
            assertThat(catalog.problems()).hasSize(2);
            assertCallersLoader();
        }
    }

    @Test
    void whatAHandlerChangesOfTheThreadAndTheServerIsPutBack() throws Exception {
        LoaderFixture fixture = new LoaderFixture(home);
        fixture.jar("a.jar")
                .handler(
                        "pkg.A",
                        "a",
                        "Thread.currentThread().setName(\"mine\");"
                                + " java.util.Locale.setDefault(new java.util.Locale(\"tr\"));"
                                + " java.util.TimeZone.setDefault(java.util.TimeZone.getTimeZone(\"GMT-7\"));"
                                + " return Outcome.done();")
                .build();
        String name = Thread.currentThread().getName();
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try (HandlerCatalog catalog = fixture.load();
                CapturedLog log = new CapturedLog(ForeignCode.class.getName())) {
            Outcome outcome = catalog.handlers().get(0).handle(TestDelivery.of("3057"));
            assertThat(outcome).isEqualTo(Outcome.done());
            assertThat(Thread.currentThread().getName()).isEqualTo(name);
            assertThat(Locale.getDefault()).isEqualTo(locale);
            assertThat(TimeZone.getDefault()).isEqualTo(zone);
            assertThat(log.lines())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).contains("a.jar", "was put back"));
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    private void assertCallersLoader() {
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(callers);
    }

    /** A handler that notes for each method whether it runs under its own loader. */
    private HandlerCatalog load(String handleBody, String stopBody) {
        LoaderFixture fixture = new LoaderFixture(home);
        fixture.jar("a.jar")
                .source("pkg.Handler", """
                        import io.sitehook.spi.*;
                        public class Handler implements StatusChangeHandler {
                            static { note("static"); }
                            public Handler() { note("constructor"); }
                            public String name() { note("name"); return "a"; }
                            public WorkflowStates states() { note("states"); return WorkflowStates.all(); }
                            public void start(HandlerContext context) { note("start"); }
                            public Outcome handle(Delivery delivery) throws Exception { %s }
                            public void stop() { note("stop"); %s }
                            static void note(String method) {
                                boolean own = Thread.currentThread().getContextClassLoader()
                                        == Handler.class.getClassLoader();
                                String seen = System.getProperty("sitehook.test.seen", "");
                                System.setProperty("sitehook.test.seen", seen + " " + method + (own ? ":own" : ":other"));
                            }
                        }
                        """.formatted(handleBody, stopBody))
                .service("pkg.Handler")
                .build();
        HandlerCatalog catalog = fixture.load();
        assertThat(catalog.problems()).isEqualTo(List.of());
        return catalog;
    }
}
