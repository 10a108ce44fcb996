package io.sitehook.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.config.ConnectionSettings.Activity;
import io.sitehook.config.ConnectionSettings.SecretEncoding;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscriptionSettingsTest {
    private static final String B = "sitehook.subscriptions.b.";

    @TempDir
    Path directory;

    @Test
    void aSubscriptionNeedsAUrlAndASecretAndHasDefaultsForTheRest() throws SettingsException {
        Settings settings = new SettingsFixture(directory)
                .file(B + "url=https://b.example/hooks/1", B + "hmac-secret=" + SettingsFixture.SECRET)
                .read();
        SubscriptionSettings read =
                Objects.requireNonNull(settings.relay().subscriptions().get("b"));
        assertThat(read.url()).isEqualTo(URI.create("https://b.example/hooks/1"));
        assertThat(read.hmacSecret().reveal()).isEqualTo(SettingsFixture.SECRET);
        assertThat(read.allStates()).isTrue();
        assertThat(read.activity()).isEqualTo(Activity.ACTIVE);
        assertThat(read.standardWebhooks()).isFalse();
        assertThat(read.allowPrivate()).isFalse();
        assertThat(read.concurrency()).isEqualTo(4);
        assertThat(read.timeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(read.breakerFailures()).isEqualTo(5);
        assertThat(settings.toString()).doesNotContain("canary", "hooks/1");
    }

    @Test
    void everythingCanBeSet() throws SettingsException {
        Settings settings = new SettingsFixture(directory)
                .file(
                        B + "url=http://10.1.2.3:8080/x",
                        B + "hmac-secret=Y2FuYXJ5LTRmMWQ5YTdjMzNiMGU2YTI1MThk",
                        B + "hmac-secret-previous=Y2FuYXJ5LTRmMWQ5YTdjMzNiMGU2YTI1MThl",
                        B + "hmac-secret-encoding=base64",
                        B + "api-key=key-1",
                        B + "states=COMPLETE, without-state",
                        B + "activity=paused",
                        B + "standard-webhooks=TRUE",
                        B + "allow-private=true",
                        B + "concurrency=1",
                        B + "connect-timeout=1s",
                        B + "timeout=2s",
                        B + "breaker-failures=2",
                        B + "breaker-wait=200ms",
                        "sitehook.relay.allowed-networks=10.1.0.0/16, fd00::/8,::1",
                        "sitehook.status-change-token=canary-token-of-good-length")
                .read();
        SubscriptionSettings read =
                Objects.requireNonNull(settings.relay().subscriptions().get("b"));
        assertThat(read.hmacSecretPrevious()).isPresent();
        assertThat(read.hmacSecretEncoding()).isEqualTo(SecretEncoding.BASE64);
        assertThat(read.apiKey().orElseThrow().reveal()).isEqualTo("key-1");
        assertThat(read.allStates()).isFalse();
        assertThat(read.withoutState()).isTrue();
        assertThat(read.states()).containsExactly("COMPLETE");
        assertThat(read.activity()).isEqualTo(Activity.PAUSED);
        assertThat(read.standardWebhooks()).isTrue();
        assertThat(read.allowPrivate()).isTrue();
        assertThat(read.breakerWait()).isEqualTo(Duration.ofMillis(200));
        assertThat(settings.relay().allowedNetworks()).isEqualTo(List.of("10.1.0.0/16", "fd00::/8", "::1"));
        assertThat(settings.relay().statusChangeToken().orElseThrow().reveal())
                .isEqualTo("canary-token-of-good-length");
    }

    @Test
    void theEnvironmentNamesSubscriptionsToo() throws SettingsException {
        SettingsFixture fixture = new SettingsFixture(directory);
        fixture.environment.put("SITEHOOK_SUBSCRIPTIONS_OUR_ERP_URL", "https://erp.example/");
        fixture.environment.put("SITEHOOK_SUBSCRIPTIONS_OUR_ERP_HMAC_SECRET", SettingsFixture.SECRET);
        fixture.environment.put("SITEHOOK_STATUS_CHANGE_TOKEN", "canary-token-of-good-length");
        Settings settings = fixture.read();
        assertThat(settings.relay().subscriptions()).containsOnlyKeys("our-erp");
        assertThat(settings.relay().statusChangeToken()).isPresent();
    }

    @Test
    void allThatIsWrongIsNamedAtOnceAndNothingSecretIsShown() {
        SettingsException problem = new SettingsFixture(directory)
                .file(
                        B + "url=http://canary:secret@b.example/",
                        B + "hmac-secret=changeme",
                        B + "standard-webhooks=perhaps",
                        B + "concurrency=0",
                        "sitehook.subscriptions.c.states=ALL",
                        "sitehook.subscriptions." + "d".repeat(59) + ".url=https://d.example/",
                        "sitehook.subscriptions.e.url=http://0x7f.1/ canary",
                        "sitehook.subscriptions.f.uurl=x",
                        "sitehook.relay.allowed-networks=localhost, 10.0.0.0/40",
                        "sitehook.status-change-token=canary-short")
                .problem();
        assertThat(problem.getMessage())
                .contains(
                        "sitehook.subscriptions.b.url",
                        "has a user name or password in it",
                        "sitehook.subscriptions.b.hmac-secret",
                        "it is a placeholder",
                        "sitehook.subscriptions.b.standard-webhooks",
                        "sitehook.subscriptions.b.concurrency",
                        "the subscription c has no URL",
                        "the subscription c has no HMAC secret",
                        "1 to 58",
                        "sitehook.subscriptions.e.url",
                        "did you mean sitehook.subscriptions.f.url",
                        "localhost",
                        "10.0.0.0/40",
                        "sitehook.status-change-token")
                .doesNotContain("canary");
    }
}
