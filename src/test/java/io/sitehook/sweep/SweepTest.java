package io.sitehook.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.spi.SiteCaptureException;
import io.sitehook.spi.testing.FakeSiteCapture;
import io.sitehook.spi.testing.TestContext;
import io.sitehook.store.Ledger;
import io.sitehook.store.sql.OpenStore;
import io.sitehook.testing.Incomings;
import io.sitehook.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sweep, on the real store, with a SiteCapture made by hand. */
class SweepTest {
    private static final Duration INTERVAL = Duration.ofMinutes(30);
    private static final String SWEPT =
            "SELECT project_id, status, workflow_state, state, CAST(body AS TEXT) FROM event"
                    + " WHERE signature = 'SWEPT' ORDER BY seq";

    @TempDir
    Path home;

    private final MutableClock clock = new MutableClock();
    private final FakeSiteCapture siteCapture = TestContext.forHandler("sweep").siteCapture("sitecapture");
    private OpenStore store;
    private Sweep sweep;

    @BeforeEach
    void open() {
        store = new OpenStore(home, clock);
        sweep = new Sweep("sitecapture", store.store().inbox(), store.store().sweeps(), clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatNoWebhookToldOfIsPutInAtTheSecondSight() throws Exception {
        siteCapture
                .putProject("1", Map.of("status", "COMPLETE"))
                .putProject("2", Map.of("status", "COMPLETE"))
                .putProject("3", Map.of("status", "NEW"))
                .putProject("4", Map.of());
        store.put(Incomings.change("1", "COMPLETE"));
        assertThat(run()).as("a webhook may be on its way").isZero();
        assertThat(run()).isEqualTo(1);
        assertThat(store.rows(SWEPT))
                .containsExactly("2 COMPLETE COMPLETE RECEIVED {\"project_id\": 2, \"status\": \"COMPLETE\","
                        + " \"workflow_state\": \"COMPLETE\", \"event\": \"status_change\", \"swept\": true}");
        assertThat(run()).isZero();
        assertThat(run()).isZero();
        assertThat(store.rows("SELECT connection, found FROM sweep")).containsExactly("sitecapture 1");
    }

    @Test
    void aWebhookThatComesBetweenTwoSweepsIsEnough() throws Exception {
        siteCapture.putProject("1", Map.of("status", "COMPLETE"));
        run();
        store.put(Incomings.change("1", "COMPLETE"));
        assertThat(run()).isZero();
        assertThat(run()).isZero();
    }

    @Test
    void aProjectThatWasLastHeardOfInAnotherStateIsMissing() throws Exception {
        siteCapture.putProject("1", Map.of("status", "COMPLETE"));
        store.put(Incomings.change("1", "COMPLETE"));
        store.put(Incomings.change("1", "REOPENED"));
        run();
        assertThat(run()).isEqualTo(1);
    }

    @Test
    void aSweepThatFailsIsMadeAgainFromTheSameTime() throws Exception {
        siteCapture.putProject("1", Map.of("status", "COMPLETE"));
        run();
        List<String> before = store.rows("SELECT swept_until FROM sweep");
        clock.advance(INTERVAL);
        siteCapture.failNext(SiteCaptureException.failed("away", null));
        assertThatThrownBy(this::run).hasMessage("away");
        assertThat(store.rows("SELECT swept_until FROM sweep")).isEqualTo(before);
        assertThat(run()).isEqualTo(1);
    }

    @Test
    void whatTheConnectionDoesNotSelectIsRecordedAndNotDelivered() throws Exception {
        siteCapture.putProject("7", Map.of("status", "COMPLETE")).putProject("x\ny", Map.of("status", "COMPLETE"));
        for (int i = 0; i < 2; i++) {
            sweep.run(siteCapture, Set.of("COMPLETE"), state -> false, INTERVAL);
        }
        assertThat(store.rows("SELECT state FROM event")).containsExactly("IGNORED");
    }

    @Test
    void aConnectionThatUsedToSpeakIsMissedAndOneThatNeverSpokeIsNot() {
        Silence silence = new Silence(clock);
        Map<String, Duration> alarms = Map.of("a", Duration.ofHours(1), "b", Duration.ofHours(1));
        Instant last = clock.instant();
        silence.look(Map.of("a", last), alarms);
        assertThat(silence.silentSince()).isEmpty();
        clock.advance(Duration.ofMinutes(61));
        silence.look(Map.of("a", last), alarms);
        assertThat(silence.silentSince()).containsExactly(Map.entry("a", last));
        silence.look(Map.of("a", clock.instant()), alarms);
        assertThat(silence.silentSince()).isEmpty();
    }

    @Test
    void sweptEventsAreNoSignOfLife() throws Exception {
        siteCapture.putProject("1", Map.of("status", "COMPLETE"));
        store.put(Incomings.change("2", "COMPLETE"));
        Instant heard = clock.instant();
        run();
        clock.advance(INTERVAL);
        assertThat(run()).isEqualTo(1);
        assertThat(OpenStore.get(store.store().sweeps().lastReceived()))
                .containsExactly(Map.entry("sitecapture", heard));
    }

    @Test
    void whatWasHeardLastIsFoundBelowSweptEventsInAnyState() throws Exception {
        siteCapture.putProject("1", Map.of("status", "COMPLETE"));
        store.put(Incomings.change("2", "ACCEPTED"));
        clock.advance(INTERVAL);
        store.put(Incomings.change("3", null));
        Instant heard = clock.instant();
        clock.advance(INTERVAL);
        run();
        assertThat(run()).isEqualTo(1);
        assertThat(OpenStore.get(store.store().sweeps().lastReceived()))
                .containsExactly(Map.entry("sitecapture", heard));
    }

    @Test
    void theListOfEventsCanBeThatOfTheSweptOnes() throws Exception {
        siteCapture.putProject("1", Map.of("status", "COMPLETE"));
        store.put(Incomings.change("2", "COMPLETE"));
        run();
        run();
        store.put(Incomings.change("3", "COMPLETE"));
        Ledger.EventFilter swept = new Ledger.EventFilter(null, null, null, null, null, null, null, null, true, null);
        assertThat(store.store().ledger().events(swept, 10, null).items())
                .extracting(Ledger.EventRow::project)
                .containsExactly("1");
        assertThat(store.store()
                        .ledger()
                        .events(Ledger.EventFilter.ALL, 10, null)
                        .items())
                .hasSize(3);
    }

    private int run() throws Exception {
        return sweep.run(siteCapture, Set.of("COMPLETE"), state -> true, INTERVAL);
    }
}
