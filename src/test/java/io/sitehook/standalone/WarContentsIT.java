package io.sitehook.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the WAR, and what must not be. */
class WarContentsIT {
    /** Jars that are the container's, or the tests': beside the container's own they would clash, or only weigh. */
    private static final String FOREIGN = "WEB-INF/lib/(jakarta\\.(servlet|el|websocket|ejb|persistence|transaction)"
            + "|tomcat|catalina|jasper|ecj|undertow|wildfly|jboss-(?!logging)|weld|jetty|picocli|junit|opentest4j|apiguardian|assertj|archunit"
            + "|mockito|arquillian|shrinkwrap|selenium|greenmail|s3proxy|standardwebhooks|kafka_|kafka-server).*";

    private static final Set<String> PAGE_LIBRARIES = Set.of("preact", "htm", "uplot");
    private static final Pattern CARRIED =
            Pattern.compile("^(?:WEB-INF/(?:lib|standalone)/([^/]+)\\.jar|admin/lib/([^/]+)/.+)$");

    @TempDir
    Path directory;

    @Test
    void noHandlerIsActiveNoSecretIsSetAndNoOldApiIsThere() throws IOException {
        try (ZipFile war = new ZipFile(System.getProperty("sitehook.test.war"))) {
            List<String> names = new ArrayList<>();
            war.stream().map(ZipEntry::getName).forEach(names::add);
            Path own = directory.resolve("own.jar");
            Files.copy(war.getInputStream(own(war)), own);
            try (ZipFile classes = new ZipFile(own.toFile())) {
                classes.stream().map(ZipEntry::getName).forEach(names::add);
                noSecretIsSet(classes);
            }
            noSecretIsSet(war);
            assertThat(names).contains("WEB-INF/web.xml", "io/sitehook/spi/StatusChangeHandler.class");
            assertThat(names)
                    .noneMatch(name -> name.endsWith("META-INF/services/io.sitehook.spi.StatusChangeHandler"))
                    .noneMatch(name -> name.contains("javax/"))
                    .noneMatch(name -> name.matches(".*(junit|assertj|archunit|mockito|Test\\.class|IT\\.class).*"))
                    .noneMatch(name -> name.matches(FOREIGN));
            // Negative control: one that is there, and must be, for running by itself only.
            assertThat(names)
                    .anyMatch(name ->
                            name.replace("WEB-INF/standalone/", "WEB-INF/lib/").matches(FOREIGN));
            long container = war.stream()
                    .filter(entry -> !entry.getName().startsWith("WEB-INF/standalone/"))
                    .mapToLong(ZipEntry::getCompressedSize)
                    .sum();
            System.out.printf("the WAR: %d entries, %.1f MB for a container%n", names.size(), container / 1e6);
        }
    }

    /** The jar of Sitehook's own classes. */
    private static ZipEntry own(ZipFile war) {
        return war.stream()
                .filter(entry -> entry.getName().matches("WEB-INF/lib/sitehook-.*\\.jar"))
                .findFirst()
                .orElseThrow();
    }

    private static void noSecretIsSet(ZipFile archive) throws IOException {
        for (ZipEntry entry : Collections.list(archive.entries())) {
            if (entry.getName().matches(".*\\.(properties|xml|html|json|yaml)")) {
                String text = new String(archive.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                assertThat(text)
                        .as(entry.getName())
                        .doesNotContainPattern("hmac-secret\\s*=\\s*\\S")
                        .doesNotContainPattern("(?i)<user .*password")
                        .doesNotContainPattern("(?i)wadl|DebugServlet|InvokerServlet");
            }
        }
    }

    @Test
    void everyLibraryHasItsLicenceNamed() throws IOException {
        try (ZipFile war = new ZipFile(System.getProperty("sitehook.test.war"))) {
            Properties licences = new Properties();
            licences.load(getClass().getResourceAsStream("/io/sitehook/licences.properties"));
            assertThat(war.stream()
                            .map(ZipEntry::getName)
                            .filter(name -> name.startsWith("WEB-INF/lib/") && name.endsWith(".jar"))
                            .map(name -> name.replaceFirst("WEB-INF/lib/(.+?)-\\d.*", "$1")))
                    .containsExactlyInAnyOrderElementsOf(licences.stringPropertyNames());
        }
    }

    @Test
    void theListOfComponentsNamesWhatTheWarCarriesAndNothingElse() throws IOException {
        Path list = Path.of(System.getProperty("sitehook.test.sbom"));
        assumeThat(list)
                .as("Maven makes the list of components while it is online")
                .exists();
        Set<String> listed = new TreeSet<>();
        try (JsonReader reader = Json.createReader(Files.newInputStream(list))) {
            for (JsonObject component :
                    reader.readObject().getJsonArray("components").getValuesAs(JsonObject.class)) {
                String name = component.getString("name");
                // The pages' libraries lie there as files, which have no version in their names.
                listed.add(PAGE_LIBRARIES.contains(name) ? name : name + "-" + component.getString("version"));
            }
        }
        try (ZipFile war = new ZipFile(System.getProperty("sitehook.test.war"))) {
            Set<String> carried = war.stream()
                    .map(ZipEntry::getName)
                    .flatMap(name -> CARRIED.matcher(name).results())
                    .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                    .filter(name -> !name.startsWith("sitehook-"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(carried).containsAll(PAGE_LIBRARIES).anyMatch(name -> name.startsWith("tomcat-embed-core-"));
            assertThat(listed).isEqualTo(carried);
        }
    }
}
