package io.sitehook.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.config.ConnectionSettings.Activity;
import io.sitehook.config.ConnectionSettings.SecretEncoding;
import io.sitehook.config.RelaySettings;
import io.sitehook.config.Secret;
import io.sitehook.config.SubscriptionSettings;
import io.sitehook.dispatch.InstalledHandler;
import io.sitehook.relay.SubscriptionEditor.Change;
import io.sitehook.relay.SubscriptionEditor.NewSecret;
import io.sitehook.relay.SubscriptionEditor.RefusedException;
import io.sitehook.relay.SubscriptionEditor.View;
import io.sitehook.store.ConfigurationStore;
import io.sitehook.store.RelayStore.Gone;
import io.sitehook.store.SecretBox;
import io.sitehook.store.sql.OpenStore;
import io.sitehook.testing.MutableClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageSubscriptionsTest {
    private static final String URL = "https://b.example/hooks/1";
    private static final Change TO_B = new Change(URL, "canary-key", null, null, null, null, null);

    @TempDir
    Path home;

    private final MutableClock clock = new MutableClock();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final SecretBox box = new SecretBox(new byte[SecretBox.KEY_BYTES]);
    private final AtomicInteger changes = new AtomicInteger();
    private OpenStore store;
    private RelayHost host;
    private PageSubscriptions page;

    @BeforeEach
    void open() {
        store = new OpenStore(home, clock);
        host = host();
        page = new PageSubscriptions(store.store().configuration(), box, host, clock);
    }

    private RelayHost host() {
        RelayHost made = new RelayHost(
                new RelaySettings(Map.of("file", fromFile()), List.of(), Optional.empty()),
                store.store().relays(),
                new StoredSubscriptions(store.store().configuration(), box),
                new RelayThreads(clock, new Bell(store.wakeUp, timer)),
                changes::incrementAndGet);
        made.open();
        return made;
    }

    private static SubscriptionSettings fromFile() {
        return new SubscriptionSettings(
                "file",
                URI.create("https://file.example/"),
                new Secret("a secret of the settings file"),
                Optional.empty(),
                SecretEncoding.TEXT,
                Optional.empty(),
                true,
                true,
                Set.of(),
                Activity.ACTIVE,
                false,
                false,
                4,
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                5,
                Duration.ofSeconds(30));
    }

    @AfterEach
    void close() {
        host.close();
        store.close();
        timer.shutdownNow();
    }

    private List<String> installed() {
        return host.handlers().keySet().stream().map(InstalledHandler::name).toList();
    }

    private View view(String name) {
        return page.find(name).orElseThrow();
    }

    @Test
    void aNewSubscriptionHasASecretThatIsShownOnceAndIsAHandlerAtOnce() throws RefusedException {
        NewSecret secret = page.create("b", TO_B, "ada");
        assertThat(secret.hmacSecret()).matches("[0-9a-f]{64}");
        assertThat(secret.standardWebhooks())
                .isEqualTo("whsec_"
                        + Base64.getEncoder().encodeToString(secret.hmacSecret().getBytes(StandardCharsets.UTF_8)));
        assertThat(secret.toString()).doesNotContain(secret.hmacSecret());
        assertThat(installed()).containsExactly("relay-b", "relay-file");
        assertThat(changes.get()).isEqualTo(1);
        View view = view("b");
        assertThat(view.source()).isEqualTo("page");
        assertThat(view.url()).isEqualTo(URL);
        assertThat(view.allStates()).isTrue();
        assertThat(view.hasApiKey()).isTrue();
        assertThat(view.toString()).doesNotContain("canary", secret.hmacSecret());
        assertThat(store.store()
                        .configuration()
                        .find(ConfigurationStore.SUBSCRIPTION, "b")
                        .join()
                        .orElseThrow()
                        .document())
                .doesNotContain("canary", secret.hmacSecret());
    }

    @Test
    void whatIsStoredIsThereAfterARestart() throws RefusedException {
        page.create("b", TO_B, "ada");
        assertThat(host().handlers().keySet().stream().map(InstalledHandler::name))
                .containsExactly("relay-b", "relay-file");
    }

    @Test
    void aRotationKeepsTheOldSecretUntilItIsDropped() throws RefusedException {
        NewSecret first = page.create("b", TO_B, "ada");
        clock.advance(Duration.ofDays(1));
        NewSecret second = page.rotate("b", "ada");
        assertThat(second.hmacSecret()).isNotEqualTo(first.hmacSecret());
        assertThat(settings("b").hmacSecret().reveal()).isEqualTo(second.hmacSecret());
        assertThat(settings("b").hmacSecretPrevious().orElseThrow().reveal()).isEqualTo(first.hmacSecret());
        assertThat(view("b").previousSecret()).isTrue();
        assertThat(view("b").secretSince()).isEqualTo(clock.instant());
        page.dropPrevious("b", "ada");
        assertThat(settings("b").hmacSecretPrevious()).isEmpty();
        assertThatThrownBy(() -> page.dropPrevious("b", "ada")).hasMessageContaining("no previous secret");
    }

    private SubscriptionSettings settings(String name) {
        return host.handlers().values().stream()
                .filter(settings -> settings.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void pausedItTakesAndSendsNothingAndDeactivatedItIsNoHandler() throws RefusedException {
        page.create("b", TO_B, "ada");
        page.setActivity("b", "paused", "ada");
        InstalledHandler handler = host.handlers().keySet().iterator().next();
        assertThat(handler.name()).isEqualTo("relay-b");
        assertThat(handler.hold()).isFalse();
        page.setActivity("b", "deactivated", "ada");
        assertThat(installed()).containsExactly("relay-file");
        page.setActivity("b", "active", "ada");
        assertThat(host.handlers().keySet().iterator().next().hold()).isTrue();
    }

    @Test
    void aChangeLeavesAloneWhatItDoesNotName() throws RefusedException {
        page.create("b", TO_B, "ada");
        page.change("b", new Change(null, null, false, true, List.of("COMPLETE"), true, null), "ada");
        View view = view("b");
        assertThat(view.url()).isEqualTo(URL);
        assertThat(view.hasApiKey()).isTrue();
        assertThat(view.allStates()).isFalse();
        assertThat(view.states()).containsExactly("COMPLETE");
        assertThat(view.standardWebhooks()).isTrue();
        page.change("b", new Change(null, "", null, null, null, null, null), "ada");
        assertThat(view("b").hasApiKey()).isFalse();
    }

    @Test
    void allThatIsWrongIsSaidAtOnceAndNothingIsStored() {
        Change bad = new Change("http://0x7f.1/", null, false, false, List.of(), null, null);
        assertThatThrownBy(() -> page.create("Bad Name", bad, "ada"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.fields()).containsOnlyKeys("name", "url", "states"));
        assertThat(page.all()).hasSize(1);
    }

    @Test
    void whatAFileSetsIsShownAndNotChanged() {
        assertThat(view("file").source()).isEqualTo("file");
        assertThatThrownBy(() -> page.create("file", TO_B, "ada")).hasMessageContaining("settings file");
        assertThatThrownBy(() -> page.rotate("file", "ada")).hasMessageContaining("settings file");
        assertThatThrownBy(() -> page.rotate("nothing", "ada")).hasMessageContaining("no such subscription");
    }

    @Test
    void oneWhoseTargetIsGoneIsTriedAgainWhenItIsActivated() {
        store.store()
                .relays()
                .remember(new Gone(
                        "file",
                        Digests.sha256("https://file.example/".getBytes(StandardCharsets.UTF_8)),
                        "answered 410",
                        clock.instant()))
                .join();
        RelayHost restarted = host();
        assertThat(restarted.handlers()).isEmpty();
        PageSubscriptions again = new PageSubscriptions(store.store().configuration(), box, restarted, clock);
        assertThat(again.find("file").orElseThrow().gone()).isEqualTo("answered 410");
        assertThatThrownBy(() -> again.setActivity("file", "paused", "ada")).hasMessageContaining("settings file");
        try {
            again.setActivity("file", "active", "ada");
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
        assertThat(restarted.handlers()).hasSize(1);
        assertThat(store.store().relays().gone().join()).isEmpty();
    }

    @Test
    void withoutAKeyNothingCanBeEntered() {
        PageSubscriptions locked = new PageSubscriptions(store.store().configuration(), null, host, clock);
        assertThatThrownBy(() -> locked.create("b", TO_B, "ada")).hasMessageContaining("encryption key");
    }
}
