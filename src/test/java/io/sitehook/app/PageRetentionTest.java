package io.sitehook.app;

import static io.sitehook.testing.Incomings.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.admin.AboutResource;
import io.sitehook.admin.ConnectionEditor.Change;
import io.sitehook.admin.ConnectionEditor.Fetch;
import io.sitehook.admin.ConnectionEditor.Refusal;
import io.sitehook.admin.ConnectionEditor.Retention;
import io.sitehook.admin.ConnectionView.RetentionView;
import io.sitehook.admin.Problem;
import io.sitehook.config.ConnectionRetention;
import io.sitehook.config.RetentionSettings;
import io.sitehook.store.Purge.Rules;
import io.sitehook.store.SecretBox;
import io.sitehook.store.sql.OpenStore;
import io.sitehook.testing.MutableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long events of a connection of the page are kept: set in the page, stored, shown, and followed. */
class PageRetentionTest {
    static final RetentionSettings GENERAL =
            new RetentionSettings(Duration.ofDays(30), Duration.ZERO, Duration.ofDays(90), 1_000);
    static final Retention UNCHANGED = new Retention(null, null, null, null);

    private static final Fetch NOTHING = new Fetch(null, null, null, null, null, null, null, null, null);
    private static final AboutResource.Limits GENERAL_SHOWN =
            new AboutResource.Limits(30 * 86_400, 0, 90 * 86_400, 1_000);
    private static final String NAME = "sitecapture";

    @TempDir
    Path home;

    private final MutableClock clock = new MutableClock();
    private final SecretBox box = new SecretBox(new byte[SecretBox.KEY_BYTES]);
    private OpenStore store;
    private ConnectionDirectory directory;
    private PageConnections page;

    @BeforeEach
    void open() {
        store = new OpenStore(home, clock);
        directory = new ConnectionDirectory(Map.of(), new SiteCaptureClients(clock));
        page = page();
        assertThat(page.create(NAME, of("a long HMAC secret", UNCHANGED), "ann"))
                .isEmpty();
    }

    private PageConnections page() {
        PageConnections made =
                new PageConnections(store::store, directory, () -> Watched.NOTHING, GENERAL, store.wakeUp, clock);
        made.open(store.store().configuration(), new EncryptionKey(box, ""));
        return made;
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Change of(@Nullable String secret, Retention retention) {
        return new Change(secret, null, null, null, null, null, null, null, null, null, NOTHING, retention);
    }

    private List<Problem.Field> set(
            @Nullable String finished, @Nullable String dead, @Nullable String parked, @Nullable String count) {
        Change change = of(null, new Retention(finished, dead, parked, count));
        return page.change(NAME, change, "ann")
                .map(why -> ((Refusal.Wrong) why).problems())
                .orElse(List.of());
    }

    private ConnectionRetention inForce() {
        return Objects.requireNonNull(directory.settings(NAME)).retention();
    }

    private RetentionView shown() {
        return page.find(NAME).orElseThrow().retention();
    }

    @Test
    void withoutAnythingOfItsOwnTheGeneralSettingsHold() {
        assertThat(inForce()).isEqualTo(ConnectionRetention.NONE);
        assertThat(shown()).isEqualTo(new RetentionView("", "", "", "", GENERAL_SHOWN, GENERAL_SHOWN));
    }

    @Test
    void whatIsSetHoldsAtOnceAndAfterARestart() {
        assertThat(set(" 7d ", "365d", null, "50")).isEmpty();
        ConnectionRetention its = new ConnectionRetention(
                Optional.of(Duration.ofDays(7)), Optional.of(Duration.ofDays(365)), Optional.empty(), Optional.of(50));
        assertThat(inForce()).isEqualTo(its);
        AboutResource.Limits holds = new AboutResource.Limits(7 * 86_400, 365 * 86_400, 90 * 86_400, 50);
        assertThat(shown()).isEqualTo(new RetentionView("7d", "365d", "", "50", GENERAL_SHOWN, holds));
        page = page();
        assertThat(inForce()).as("after a restart").isEqualTo(its);
    }

    @Test
    void whatIsAbsentStaysAndWhatIsEmptyIsAsTheGeneralSettingsSay() {
        set("7d", null, "0", "0");
        assertThat(page.rotate(NAME, "another HMAC secret", "ann")).isEmpty();
        assertThat(page.setActivity(NAME, "active", "paused", "ann")).isEmpty();
        assertThat(set(null, "12h", "", null)).isEmpty();
        assertThat(inForce())
                .isEqualTo(new ConnectionRetention(
                        Optional.of(Duration.ofDays(7)),
                        Optional.of(Duration.ofHours(12)),
                        Optional.empty(),
                        Optional.of(0)));
        assertThat(set("", "", "", "")).isEmpty();
        assertThat(inForce()).isEqualTo(ConnectionRetention.NONE);
    }

    @Test
    void whatTheSettingsFileRefusesIsRefusedHereInItsWords() {
        assertThat(set("59m", "soon", "36501d", "-1"))
                .containsExactly(
                        new Problem.Field("retentionFinished", "must be 0, or a duration from 1h to 36500d"),
                        new Problem.Field("retentionDead", "must be 0, or a duration from 1h to 36500d"),
                        new Problem.Field("retentionParked", "must be 0, or a duration from 1h to 36500d"),
                        new Problem.Field("retentionCount", "must be a number from 0 to 999999999"));
        assertThat(set("1h", "36500d", "P2D", "999999999")).isEmpty();
        assertThat(shown().parked()).isEqualTo("2d");
    }

    @Test
    void aConnectionThatWasStoredBeforeThereWasSuchAThingIsRead() throws Exception {
        set("7d", null, null, null);
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE configuration SET document = json_remove(document, '$.retentionFinished',"
                    + " '$.retentionDead', '$.retentionParked', '$.retentionCount')");
        }
        page = page();
        assertThat(inForce()).isEqualTo(ConnectionRetention.NONE);
    }

    @Test
    void eventsGoWhenTheConnectionSaysAndTheNewestStays() throws Exception {
        store.put(change("first", "A"));
        store.put(change("second", "A"));
        store.put(change("newest", "A"));
        OpenStore.get(store.worklist().route(event -> List.of(), 10));
        clock.advance(Duration.ofDays(8));
        round();
        assertThat(store.rows("SELECT count(*) FROM event")).containsExactly("3");
        set(null, null, "7d", null);
        round();
        assertThat(store.rows("SELECT project_id FROM event")).containsExactly("newest");
    }

    /** Turns until all has been looked at once. */
    private void round() throws InterruptedException {
        Rules rules = RetentionLimits.of(GENERAL, Duration.ZERO, directory.all());
        var retention = new io.sitehook.retention.Retention(
                store.store().purge(), () -> rules, clock, () -> clock.millis() * 1_000_000);
        int turns = 0;
        while (retention.turn().compareTo(Duration.ofMinutes(1)) < 0) {
            assertThat(++turns).isLessThan(1_000);
        }
    }
}
