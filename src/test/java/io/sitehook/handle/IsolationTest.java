package io.sitehook.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a handler's code sees: the JDK, the SPI and its own jars. */
class IsolationTest {

    /** Answers by the project id: loads the class of that name and says from which loader it came. */
    private static final String SEEKER = """
            Class<?> found = Class.forName(delivery.change().projectId());
            ClassLoader loader = found.getClassLoader();
            return Outcome.done(loader == getClass().getClassLoader() ? "own"
                    : loader == StatusChangeHandler.class.getClassLoader() ? "application" : "jdk");
            """;

    private static final String FINDER = """
            java.net.URL found = getClass().getClassLoader().getResource(delivery.change().projectId());
            return Outcome.done(String.valueOf(found));
            """;

    @TempDir
    static Path prebuilt;

    @TempDir
    Path home;

    @BeforeAll
    static void buildJars() {
        HandlerJars.jar(prebuilt.resolve("seeker.jar"))
                .handler("pkg.Handler", "seeker", SEEKER)
                .build();
        HandlerJars.jar(prebuilt.resolve("finder.jar"))
                .handler("pkg.Handler", "finder", FINDER)
                .build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.sitehook.handle.HandlerLoader",
                "io.sitehook.store.Inbox",
                "org.glassfish.jersey.server.ResourceConfig",
                "org.eclipse.parsson.JsonProviderImpl",
                "jakarta.servlet.Servlet",
                "org.sqlite.JDBC",
                "org.jspecify.annotations.NullMarked"
            })
    void classesOfTheWebApplicationAreNotVisible(String name) throws Exception {
        assertThat(Class.forName(name)).as("visible to the web application").isNotNull();
        try (HandlerCatalog catalog = with("seeker.jar")) {
            LoadedHandler handler = catalog.handlers().get(0);
            assertThatThrownBy(() -> handler.handle(TestDelivery.of(name))).isInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void theJdkTheSpiAndTheJarsOwnClassesAreVisible() throws Exception {
        try (HandlerCatalog catalog = with("seeker.jar")) {
            LoadedHandler handler = catalog.handlers().get(0);
            assertThat(handler.handle(TestDelivery.of("java.sql.Driver")).text())
                    .isEqualTo("jdk");
            assertThat(handler.handle(TestDelivery.of("com.sun.net.httpserver.HttpServer"))
                            .text())
                    .isEqualTo("jdk");
            assertThat(handler.handle(TestDelivery.of("io.sitehook.spi.Outcome"))
                            .text())
                    .isEqualTo("application");
            assertThat(handler.handle(TestDelivery.of("pkg.Handler")).text()).isEqualTo("own");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io/sitehook/handle/HandlerLoader.class",
                "META-INF/services/jakarta.json.spi.JsonProvider",
                "org/sqlite/native/Linux/x86_64/libsqlitejdbc.so"
            })
    void resourcesOfTheWebApplicationAreNotVisible(String name) throws Exception {
        assertThat(getClass().getClassLoader().getResource(name))
                .as("visible to the web application")
                .isNotNull();
        try (HandlerCatalog catalog = with("finder.jar")) {
            LoadedHandler handler = catalog.handlers().get(0);
            assertThat(handler.handle(TestDelivery.of(name)).text()).isEqualTo("null");
            assertThat(handler.handle(TestDelivery.of("pkg/Handler.class")).text())
                    .startsWith("jar:");
            assertThat(handler.handle(TestDelivery.of("io/sitehook/spi/Outcome.class"))
                            .text())
                    .startsWith("file:");
        }
    }

    @Test
    void aJarWithItsOwnCopyOfTheSpiGetsOurs() throws Exception {
        LoaderFixture fixture = new LoaderFixture(home);
        Path jar = fixture.jar("bundled.jar")
                .handler("pkg.Handler", "bundled", SEEKER)
                .source(
                        "io.sitehook.spi.Delivery",
                        "public interface Delivery { StatusChange change(); default void extra() {} }")
                .build();
        assertThat(entries(jar)).contains("io/sitehook/spi/Delivery.class");
        try (HandlerCatalog catalog = fixture.load()) {
            assertThat(catalog.problems()).isEmpty();
            LoadedHandler handler = catalog.handlers().get(0);
            assertThat(handler.handle(TestDelivery.of("io.sitehook.spi.Delivery"))
                            .text())
                    .isEqualTo("application");
        }
    }

    @Test
    void twoUnitsUseTwoVersionsOfOneLibrary() throws Exception {
        LoaderFixture fixture = new LoaderFixture(home);
        for (String version : new String[] {"1", "2"}) {
            Path library = fixture.jar("unit" + version + "/library-" + version + ".jar")
                    .source(
                            "lib.Library",
                            "public class Library { public static String v() { return \"" + version + "\"; } }")
                    .build();
            fixture.jar("unit" + version + "/handler.jar")
                    .library(library)
                    .handler("pkg.Handler", "uses-" + version, "return Outcome.done(lib.Library.v());")
                    .build();
        }
        try (HandlerCatalog catalog = fixture.load()) {
            assertThat(catalog.problems()).isEmpty();
            assertThat(catalog.find("uses-1")
                            .orElseThrow()
                            .handle(TestDelivery.of("1"))
                            .text())
                    .isEqualTo("1");
            assertThat(catalog.find("uses-2")
                            .orElseThrow()
                            .handle(TestDelivery.of("1"))
                            .text())
                    .isEqualTo("2");
        }
    }

    @Test
    void servicesOfTheJdkWorkInsideAUnit() throws Exception {
        String body = """
                return Outcome.done(String.valueOf(java.util.ServiceLoader.load(pkg.Service.class).findFirst()
                        .map(service -> service.getClass().getName()).orElse("none")));
                """;
        LoaderFixture fixture = new LoaderFixture(home);
        fixture.jar("a.jar")
                .handler("pkg.Handler", "a", body)
                .source("pkg.Service", "public interface Service {}")
                .source("pkg.Impl", "public class Impl implements Service {}")
                .entry("META-INF/services/pkg.Service", "pkg.Impl")
                .build();
        try (HandlerCatalog catalog = fixture.load()) {
            // by the context class loader, which ServiceLoader.load(Class) goes by
            assertThat(catalog.handlers().get(0).handle(TestDelivery.of("1")).text())
                    .isEqualTo("pkg.Impl");
        }
    }

    private HandlerCatalog with(String jar) throws IOException {
        LoaderFixture fixture = new LoaderFixture(home);
        Files.createDirectories(fixture.handlers);
        Files.copy(prebuilt.resolve(jar), fixture.handlers.resolve(jar));
        HandlerCatalog catalog = fixture.load();
        assertThat(catalog.problems()).isEmpty();
        return catalog;
    }

    private static List<String> entries(Path jar) throws IOException {
        try (JarFile open = new JarFile(jar.toFile())) {
            return open.stream().map(ZipEntry::getName).toList();
        }
    }
}
