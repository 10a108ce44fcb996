package io.sitehook.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.admin.ConnectionEditor.Change;
import io.sitehook.admin.ConnectionEditor.Fetch;
import io.sitehook.admin.ConnectionEditor.Refusal;
import io.sitehook.admin.ConnectionView;
import io.sitehook.admin.Problem;
import io.sitehook.config.ConnectionSettings;
import io.sitehook.config.RestSettings;
import io.sitehook.config.SweepSettings;
import io.sitehook.store.SecretBox;
import io.sitehook.store.sql.OpenStore;
import io.sitehook.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections made in the page, on the real store: what they fetch, how they are swept, when they are silent. */
class PageConnectionsTest {
    private static final String NAME = "northwind";
    private static final Fetch NOTHING = fetch(null, null, null, null, null, null);

    @TempDir
    Path home;

    private final MutableClock clock = new MutableClock();
    private OpenStore store;
    private ConnectionDirectory directory;
    private PageConnections page;
    private Watched watched = Watched.NOTHING;

    @BeforeEach
    void open() {
        store = new OpenStore(home, clock);
        directory = new ConnectionDirectory(Map.of(), new SiteCaptureClients(clock));
        page = page(new byte[SecretBox.KEY_BYTES]);
    }

    private PageConnections page(byte[] key) {
        PageConnections made = new PageConnections(
                store::store, directory, () -> watched, PageRetentionTest.GENERAL, store.wakeUp, clock);
        made.open(store.store().configuration(), new EncryptionKey(new SecretBox(key), ""));
        return made;
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Fetch fetch(
            @Nullable String url,
            @Nullable String user,
            @Nullable String password,
            @Nullable Integer sweep,
            @Nullable List<String> states,
            @Nullable Integer alarm) {
        return new Fetch(url, user, password, null, null, null, sweep, states, alarm);
    }

    private static Change change(@Nullable String secret, @Nullable String apiKey, Fetch fetch) {
        return new Change(
                secret, apiKey, null, null, null, null, null, null, null, null, fetch, PageRetentionTest.UNCHANGED);
    }

    private static List<String> wrong(Optional<Refusal> refusal) {
        return refusal.map(why -> ((Refusal.Wrong) why)
                        .problems().stream().map(Problem.Field::field).sorted().toList())
                .orElse(List.of());
    }

    private ConnectionSettings settings() {
        return java.util.Objects.requireNonNull(directory.settings(NAME));
    }

    private void createSwept() {
        Fetch fetch = new Fetch(
                null,
                "ann@example.net",
                "canary of the login",
                "America/Denver",
                2,
                5,
                1800,
                List.of("COMPLETE"),
                86_400);
        assertThat(page.create(NAME, change("a long HMAC secret", "key-17", fetch), "ann"))
                .isEmpty();
    }

    @Test
    void aConnectionOfThePageCanFetchAndIsSwept() {
        createSwept();
        RestSettings rest = settings().rest().orElseThrow();
        assertThat(rest.user()).isEqualTo("ann@example.net");
        assertThat(rest.password().reveal()).isEqualTo("canary of the login");
        assertThat(rest.apiKey().reveal()).isEqualTo("key-17");
        assertThat(rest.zone()).isEqualTo(ZoneId.of("America/Denver"));
        assertThat(rest.concurrency()).isEqualTo(2);
        assertThat(settings().sweep()).contains(new SweepSettings(Duration.ofMinutes(30), Set.of("COMPLETE")));
        assertThat(settings().silenceAlarm()).contains(Duration.ofDays(1));
        page = page(new byte[SecretBox.KEY_BYTES]);
        assertThat(settings().rest()).as("after a restart").contains(rest);
    }

    @Test
    void thePasswordIsSealedAndNoViewOrTextHasIt() {
        createSwept();
        assertThat(store.rows("SELECT document FROM configuration")).noneMatch(row -> row.contains("canary"));
        assertThat(store.rows("SELECT label FROM configuration_secret ORDER BY label"))
                .containsExactly("api-key", "current", "rest-password");
        assertThat(store.rows("SELECT CAST(sealed AS TEXT) FROM configuration_secret"))
                .noneMatch(row -> row.contains("canary"));
        ConnectionView view = page.find(NAME).orElseThrow();
        assertThat(view.toString() + settings()).doesNotContain("canary");
        assertThat(view.rest())
                .isEqualTo(new ConnectionView.RestView(
                        "https://api.sitecapture.com", "ann@example.net", "America/Denver", 2, 5));
        assertThat(fetch(null, "ann", "canary", null, null, null).toString()).doesNotContain("canary");
    }

    @Test
    void storedSecretsAreNotSentToAnotherUrl() {
        createSwept();
        Fetch elsewhere = fetch("https://elsewhere.example", null, null, null, null, null);
        assertThat(wrong(page.change(NAME, change(null, null, elsewhere), "ann")))
                .containsExactly("apiKey", "restPassword");
        Fetch withPassword = fetch("https://elsewhere.example", null, "any", null, null, null);
        assertThat(wrong(page.change(NAME, change(null, null, withPassword), "ann")))
                .containsExactly("apiKey");
        assertThat(settings().rest().orElseThrow().url()).hasHost("api.sitecapture.com");
        assertThat(page.change(NAME, change(null, "key-18", withPassword), "ann"))
                .isEmpty();
        assertThat(settings().rest().orElseThrow().url()).hasHost("elsewhere.example");
    }

    @Test
    void withoutAUserNothingOfTheAccessIsKept() {
        createSwept();
        Fetch none = fetch(null, "", null, null, null, null);
        assertThat(wrong(page.change(NAME, change(null, null, none), "ann"))).containsExactly("sweepIntervalSeconds");
        Fetch noneAndNoSweep = fetch(null, "", null, 0, null, null);
        assertThat(page.change(NAME, change(null, null, noneAndNoSweep), "ann")).isEmpty();
        assertThat(settings().rest()).isEmpty();
        assertThat(settings().sweep()).isEmpty();
        assertThat(settings().silenceAlarm()).as("needs no user").isPresent();
        assertThat(store.rows("SELECT label FROM configuration_secret ORDER BY label"))
                .containsExactly("api-key", "current");
        assertThat(page.change(NAME, change(null, "", NOTHING), "ann")).isEmpty();
    }

    @Test
    void whatIsWrongIsSaidAllAtOnce() {
        Fetch wrong = new Fetch("http://plain.example", "a:b", null, "Nowhere", 0, 5_000, 30, List.of(" A"), 30);
        assertThat(page.wrong(NAME, change("a long HMAC secret", null, wrong)))
                .extracting(Problem.Field::field)
                .containsExactlyInAnyOrder(
                        "restUrl",
                        "restUser",
                        "restPassword",
                        "restZone",
                        "restConcurrency",
                        "restRequestsPerSecond",
                        "sweepIntervalSeconds",
                        "sweepStates",
                        "silenceAlarmSeconds",
                        "apiKey",
                        "restPassword",
                        "apiKey");
        assertThat(page.wrong(NAME, change("a long HMAC secret", null, fetch(null, null, null, 600, null, null))))
                .extracting(Problem.Field::field)
                .containsExactly("sweepIntervalSeconds", "sweepStates");
    }

    @Test
    void withAnotherKeyTheLoginIsGivenAnewWithTheOtherSecrets() {
        createSwept();
        byte[] other = new byte[SecretBox.KEY_BYTES];
        other[0] = 1;
        page = page(other);
        assertThat(settings().rest()).isEmpty();
        assertThat(page.find(NAME).orElseThrow().problem()).isNotNull();
        assertThat(page.change(NAME, change("another HMAC secret", "key-17", NOTHING), "ann"))
                .as("the login is missing")
                .get()
                .isInstanceOf(Refusal.Conflict.class);
        Fetch login = fetch(null, null, "the login anew", null, null, null);
        assertThat(page.change(NAME, change("another HMAC secret", "key-17", login), "ann"))
                .isEmpty();
        assertThat(settings().rest().orElseThrow().user()).isEqualTo("ann@example.net");
        assertThat(settings().rest().orElseThrow().password().reveal()).isEqualTo("the login anew");
    }

    @Test
    void theViewTellsWhatTheSweepFoundAndSinceWhenItIsSilent() {
        createSwept();
        ConnectionView.SweepView none =
                java.util.Objects.requireNonNull(page.find(NAME).orElseThrow().sweep());
        assertThat(none.endedAt()).isNull();
        Instant now = clock.instant();
        OpenStore.get(store.store().sweeps().swept(NAME, now, now.plusSeconds(3), 4));
        OpenStore.get(store.store().sweeps().swept(NAME, now.plusSeconds(60), now.plusSeconds(65), 1));
        watched = new Watched(Map.of(NAME, now), Map.of(NAME, new Watched.Failure(now, "the login was refused")));
        ConnectionView view = page.find(NAME).orElseThrow();
        assertThat(view.sweep())
                .isEqualTo(new ConnectionView.SweepView(
                        1800, List.of("COMPLETE"), now.plusSeconds(65), 1, 5, now, "the login was refused"));
        assertThat(view.silence()).isEqualTo(new ConnectionView.SilenceView(86_400, now));
    }
}
