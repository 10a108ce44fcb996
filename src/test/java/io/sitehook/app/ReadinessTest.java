package io.sitehook.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.config.SettingsReader;
import io.sitehook.config.SettingsSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /health/ready} is told. */
class ReadinessTest {
    private static final String SECRET = "sitehook.connections.sitecapture.hmac-secret";

    @TempDir
    Path home;

    private Sitehook sitehook(Map<String, String> settings) throws Exception {
        Map<String, String> all = new java.util.HashMap<>(settings);
        all.put("sitehook.home", home.toString());
        SettingsSources sources = new SettingsSources(all, Map.of(), Map.of(), home);
        return new Sitehook(SettingsReader.read(sources), sources, "test");
    }

    @Test
    void itIsReadyFromTheStartToTheStop() throws Exception {
        Sitehook sitehook = sitehook(Map.of(SECRET, "a secret that only the tests know"));
        assertThat(sitehook.notReady()).contains("can't be opened");
        sitehook.start(true);
        assertThat(sitehook.notReady()).isNull();
        sitehook.close();
        assertThat(sitehook.notReady()).isEqualTo("stopping");
    }

    @Test
    void aStoreThatCantBeOpenedAndAConnectionWithoutASecretAreNotReady() throws Exception {
        try (Sitehook sitehook = sitehook(Map.of("sitehook.connections.sitecapture.states", "ALL"))) {
            Files.createDirectory(home.resolve("sitehook.db"));
            sitehook.start(false);
            assertThat(sitehook.notReady()).contains("can't be opened");
        }
        Files.delete(home.resolve("sitehook.db"));
        try (Sitehook sitehook = sitehook(Map.of("sitehook.connections.sitecapture.states", "ALL"))) {
            sitehook.start(true);
            assertThat(sitehook.notReady()).contains("no HMAC secret");
        }
    }
}
