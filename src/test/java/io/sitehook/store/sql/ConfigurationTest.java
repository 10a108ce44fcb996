package io.sitehook.store.sql;

import static io.sitehook.store.ConfigurationStore.CONNECTION;
import static io.sitehook.store.ConfigurationStore.SUBSCRIPTION;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.store.ConfigurationStore;
import io.sitehook.store.ConfigurationStore.Entry;
import io.sitehook.store.ConfigurationStore.Sealed;
import io.sitehook.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    private static final Instant LONG_AGO = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path home;

    private final MutableClock clock = new MutableClock();
    private OpenStore store;
    private ConfigurationStore configuration;

    @BeforeEach
    void open() {
        store = new OpenStore(home, clock);
        configuration = store.store().configuration();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Entry entry(String kind, String name, long revision, String document, String... labels) {
        Map<String, Sealed> secrets = new java.util.TreeMap<>();
        for (String label : labels) {
            secrets.put(label, new Sealed(label.getBytes(java.nio.charset.StandardCharsets.UTF_8), LONG_AGO));
        }
        return new Entry(kind, name, revision, document, secrets, Instant.EPOCH, "ann");
    }

    @Test
    void whatWasCreatedIsFoundWithItsSecretsAlsoAfterARestart() {
        assertThat(configuration
                        .create(entry(CONNECTION, "sitecapture", 0, "{\"a\":1}", "current", "api-key"))
                        .join())
                .isTrue();
        store.close();
        open();
        Entry found = configuration.find(CONNECTION, "sitecapture").join().orElseThrow();
        assertThat(found.revision()).isEqualTo(1);
        assertThat(found.document()).isEqualTo("{\"a\":1}");
        assertThat(found.changedBy()).isEqualTo("ann");
        assertThat(found.changedAt()).isEqualTo(clock.instant());
        assertThat(found.secrets()).containsOnlyKeys("current", "api-key");
        assertThat(found.secrets().get("current").since()).isEqualTo(LONG_AGO);
        assertThat(found.secrets().get("current").sealed()).asString().isEqualTo("current");
        assertThat(configuration.find(SUBSCRIPTION, "sitecapture").join()).isEmpty();
        assertThat(configuration.list(CONNECTION).join()).hasSize(1);
    }

    @Test
    void aNameIsTakenOnce() {
        assertThat(configuration.create(entry(CONNECTION, "one", 0, "first")).join())
                .isTrue();
        assertThat(configuration
                        .create(entry(CONNECTION, "one", 0, "second", "current"))
                        .join())
                .isFalse();
        assertThat(configuration.create(entry(SUBSCRIPTION, "one", 0, "other")).join())
                .isTrue();
        Entry found = configuration.find(CONNECTION, "one").join().orElseThrow();
        assertThat(found.document()).isEqualTo("first");
        assertThat(found.secrets()).isEmpty();
    }

    @Test
    void onlyWhoHasSeenTheLatestReplacesIt() {
        configuration
                .create(entry(CONNECTION, "one", 0, "first", "current", "previous"))
                .join();
        clock.advance(Duration.ofMinutes(1));
        assertThat(configuration
                        .replace(entry(CONNECTION, "one", 1, "second", "current"))
                        .join())
                .isTrue();
        assertThat(configuration.replace(entry(CONNECTION, "one", 1, "late")).join())
                .isFalse();
        assertThat(configuration.replace(entry(CONNECTION, "none", 1, "no")).join())
                .isFalse();
        Entry found = configuration.find(CONNECTION, "one").join().orElseThrow();
        assertThat(found.document()).isEqualTo("second");
        assertThat(found.revision()).isEqualTo(2);
        assertThat(found.changedAt()).isEqualTo(clock.instant());
        assertThat(found.secrets())
                .as("a secret that is not given any more is gone")
                .containsOnlyKeys("current");
    }
}
