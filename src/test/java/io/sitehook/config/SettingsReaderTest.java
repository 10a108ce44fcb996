package io.sitehook.config;

import static io.sitehook.config.SettingsFixture.connection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.config.ConnectionSettings.Activity;
import io.sitehook.config.ConnectionSettings.Algorithm;
import io.sitehook.config.ConnectionSettings.SecretEncoding;
import io.sitehook.config.ConnectionSettings.SignatureEncoding;
import io.sitehook.config.DeliverySettings.Order;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read, from where, and by which name. */
class SettingsReaderTest {
    @TempDir
    Path working;

    private SettingsFixture fixture;

    @BeforeEach
    void fixture() {
        fixture = new SettingsFixture(working);
    }

    @Test
    void nothingSetGivesTheDefaults() throws Exception {
        Settings settings = fixture.read();
        assertThat(settings.home()).isEqualTo(fixture.home).isAbsolute();
        assertThat(settings.handlersDirectory()).isEqualTo(fixture.home.resolve("handlers"));
        assertThat(settings.connections()).isEmpty();
        assertThat(settings.delivery())
                .isEqualTo(new DeliverySettings(
                        10,
                        List.of(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(2),
                                Duration.ofMinutes(10),
                                Duration.ofMinutes(30),
                                Duration.ofHours(1)),
                        Duration.ofSeconds(30),
                        4,
                        Order.STRICT));
        assertThat(settings.queueLimit()).isEqualTo(10_000);
        assertThat(settings.failuresPerMinute()).isEqualTo(60);
        assertThat(settings.stopGrace()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.warnings()).singleElement().asString().contains("No connection is set");
        assertThat(Files.exists(fixture.home)).as("reading writes nothing").isFalse();
    }

    @Test
    void whatIsKeptAndHowLongIsSetForAllOrForOneConnection() throws Exception {
        fixture.system.put("sitehook.retention.finished", "7d");
        fixture.system.put("sitehook.retention.parked", "60d");
        fixture.system.put("sitehook.connections.sitecapture.hmac-secret", "0123456789abcdef01234567");
        fixture.system.put("sitehook.connections.sitecapture.retention-count", "500");
        Settings settings = fixture.read();
        assertThat(settings.retention())
                .isEqualTo(new RetentionSettings(Duration.ofDays(7), Duration.ZERO, Duration.ofDays(60), 1_000_000));
        assertThat(settings.auditRetention()).isEqualTo(Duration.ofDays(730));
        assertThat(settings.connections().values())
                .singleElement()
                .extracting(ConnectionSettings::retention)
                .isEqualTo(new ConnectionRetention(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(500)));
    }

    @Test
    void aConnectionKeepsForEverWhatTheGeneralSettingsDoNot() throws Exception {
        fixture.system.put("sitehook.connections.sitecapture.hmac-secret", "0123456789abcdef01234567");
        fixture.system.put("sitehook.connections.sitecapture.retention-finished", "0");
        fixture.system.put("sitehook.connections.sitecapture.retention-parked", "36h");
        Settings settings = fixture.read();
        ConnectionRetention its = connection(settings, "sitecapture").retention();
        assertThat(its.over(settings.retention()))
                .isEqualTo(new RetentionSettings(Duration.ZERO, Duration.ZERO, Duration.ofHours(36), 1_000_000));
    }

    @Test
    void aRetentionOfMinutesIsRefusedOfAConnectionToo() {
        fixture.system.put("sitehook.connections.sitecapture.hmac-secret", "0123456789abcdef01234567");
        fixture.system.put("sitehook.connections.sitecapture.retention-finished", "5m");
        fixture.system.put("sitehook.connections.sitecapture.retention-dead", "soon");
        fixture.system.put("sitehook.connections.sitecapture.retention-count", "many");
        assertThatThrownBy(fixture::read)
                .isInstanceOfSatisfying(
                        SettingsException.class,
                        wrong -> assertThat(wrong.problems()).hasSize(3))
                .hasMessageContaining("36500d")
                .hasMessageContaining("999999999");
    }

    @Test
    void aRetentionOfMinutesIsRefused() {
        fixture.system.put("sitehook.retention.dead", "5m");
        assertThatThrownBy(fixture::read)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("sitehook.retention.dead")
                .hasMessageContaining("36500d");
    }

    @Test
    void aConnectionHasDefaultsToo() throws Exception {
        fixture.file("sitehook.connections.sitecapture.hmac-secret=" + SettingsFixture.SECRET);
        ConnectionSettings connection = connection(fixture.read(), "sitecapture");
        assertThat(connection.hmacSecret().orElseThrow().reveal()).isEqualTo(SettingsFixture.SECRET);
        assertThat(connection.hmacSecretPrevious()).isEmpty();
        assertThat(connection.hmacSecretEncoding()).isEqualTo(SecretEncoding.TEXT);
        assertThat(connection.hmacAlgorithm()).isEqualTo(Algorithm.SHA256);
        assertThat(connection.signatureEncoding()).isEqualTo(SignatureEncoding.ANY);
        assertThat(connection.apiKey()).isEmpty();
        assertThat(connection.allStates()).isTrue();
        assertThat(connection.withoutState()).isTrue();
        assertThat(connection.activity()).isEqualTo(Activity.ACTIVE);
        assertThat(connection.duplicateWindow()).isEqualTo(Duration.ofMinutes(2));
        assertThat(connection.unreadableAnswer()).isEqualTo(200);
        assertThat(fixture.read().warnings()).isEmpty();
    }

    @Test
    void everythingOfAConnectionIsRead() throws Exception {
        fixture.file(
                "sitehook.connections.a-1.hmac-secret=00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
                "sitehook.connections.a-1.hmac-secret-previous=ff112233445566778899aabbccddeeff00112233445566778899aabb",
                "sitehook.connections.a-1.hmac-secret-encoding=hex",
                "sitehook.connections.a-1.hmac-algorithm = SHA512 ",
                "sitehook.connections.a-1.signature-encoding=base64url",
                "sitehook.connections.a-1.api-key=k-7",
                "sitehook.connections.a-1.states= COMPLETE, without-state ,IN REVIEW",
                "sitehook.connections.a-1.activity=paused",
                "sitehook.connections.a-1.duplicate-window=0",
                "sitehook.connections.a-1.unreadable-answer=400");
        ConnectionSettings connection = connection(fixture.read(), "a-1");
        assertThat(connection.hmacSecretPrevious()).isPresent();
        assertThat(connection.hmacSecretEncoding()).isEqualTo(SecretEncoding.HEX);
        assertThat(connection.hmacAlgorithm()).isEqualTo(Algorithm.SHA512);
        assertThat(connection.signatureEncoding()).isEqualTo(SignatureEncoding.BASE64URL);
        assertThat(connection.apiKey().orElseThrow().reveal()).isEqualTo("k-7");
        assertThat(connection.allStates()).isFalse();
        assertThat(connection.withoutState()).isTrue();
        assertThat(connection.states()).containsExactly("COMPLETE", "IN REVIEW");
        assertThat(connection.activity()).isEqualTo(Activity.PAUSED);
        assertThat(connection.duplicateWindow()).isZero();
        assertThat(connection.unreadableAnswer()).isEqualTo(400);
    }

    @Test
    void theSourcesComeInTheirOrder() throws Exception {
        String name = "sitehook.delivery.attempts";
        fixture.context.put(name, "11");
        assertThat(fixture.read().delivery().attempts()).isEqualTo(11);
        fixture.file(name + "=12");
        assertThat(fixture.read().delivery().attempts()).isEqualTo(12);
        fixture.environment.put("SITEHOOK_DELIVERY_ATTEMPTS", "13");
        assertThat(fixture.read().delivery().attempts()).isEqualTo(13);
        fixture.system.put(name, "14");
        assertThat(fixture.read().delivery().attempts()).isEqualTo(14);
    }

    @Test
    void aProblemNamesTheSourceThatCounts() {
        fixture.file("sitehook.delivery.attempts=0");
        assertThat(fixture.problem().problems())
                .containsExactly("sitehook.delivery.attempts (" + fixture.home.resolve("sitehook.properties")
                        + "): \"0\" is out of range; allowed: a whole number from 1 to 100");
        fixture.environment.put("SITEHOOK_DELIVERY_ATTEMPTS", "many");
        assertThat(fixture.problem().problems())
                .containsExactly(
                        "sitehook.delivery.attempts (environment variable SITEHOOK_DELIVERY_ATTEMPTS): \"many\" is"
                                + " no whole number in digits; allowed: a whole number from 1 to 100");
        fixture.system.put("sitehook.delivery.attempts", "3");
        assertThat(assertReads().delivery().attempts()).isEqualTo(3);
    }

    @Test
    void twoVariablesMakeAConnection() throws Exception {
        fixture.environment.put("SITEHOOK_CONNECTIONS_SITECAPTURE_HMAC_SECRET", SettingsFixture.SECRET);
        fixture.environment.put("SITEHOOK_CONNECTIONS_SITECAPTURE_API_KEY", "k-7");
        fixture.environment.put("SITEHOOK_CONNECTIONS_EAST_COAST_HMAC_SECRET", SettingsFixture.SECRET + "2");
        Settings settings = fixture.read();
        assertThat(settings.connections()).containsOnlyKeys("sitecapture", "east-coast");
        assertThat(connection(settings, "sitecapture").apiKey()).isPresent();
    }

    @Test
    void handlerSettingsGoToTheHandlerAsTheyStand() throws Exception {
        fixture.file(
                "sitehook.handler.write-file.folder=/srv/out",
                "sitehook.handler.write-file.a.b=\\ kept ",
                "sitehook.handler.write-file.delivery.attempts=3",
                "sitehook.handler.log.delivery.order=latest",
                "sitehook.delivery.concurrency=9");
        Settings settings = fixture.read();
        assertThat(settings.handlers()).isEqualTo(Map.of("write-file", Map.of("folder", "/srv/out", "a.b", " kept ")));
        assertThat(settings.deliveryFor("write-file").attempts()).isEqualTo(3);
        assertThat(settings.deliveryFor("write-file").concurrency()).isEqualTo(9);
        assertThat(settings.deliveryFor("log").order()).isEqualTo(Order.LATEST);
        assertThat(settings.deliveryFor("other")).isEqualTo(settings.delivery());
    }

    @Test
    void aVariableOfAHandlerGoesToTheNameThatOtherSourcesKnow() throws Exception {
        fixture.environment.put("SITEHOOK_HANDLER_WRITE_FILE_MAX_SIZE", "5");
        assertThat(fixture.read().handlers()).isEqualTo(Map.of("write", Map.of("file-max-size", "5")));
        fixture.context.put("sitehook.handler.write-file.folder", "/srv/out");
        assertThat(fixture.read().handlers())
                .isEqualTo(Map.of("write-file", Map.of("folder", "/srv/out", "max-size", "5")));
        fixture.file("sitehook.handler.write-file-max.x=1");
        assertThat(fixture.read().handlers().get("write-file-max")).containsEntry("size", "5");
    }

    @Test
    void aVariableThatAnotherSourceAlsoSetsMeansThatName() throws Exception {
        fixture.file("sitehook.handler.x.base.url=a");
        fixture.environment.put("SITEHOOK_HANDLER_X_BASE_URL", "b");
        assertThat(fixture.read().handlers()).isEqualTo(Map.of("x", Map.of("base.url", "b")));
    }

    @Test
    void deliverySettingsOfAHandlerWorkInTheEnvironment() throws Exception {
        fixture.environment.put("SITEHOOK_HANDLER_X_DELIVERY_ATTEMPTS", "7");
        fixture.environment.put("SITEHOOK_HANDLER_WRITE_FILE_DELIVERY_SCHEDULE", "1s,2s");
        fixture.environment.put("SITEHOOK_HANDLER_WRITE_FILE_FOLDER", "/srv");
        Settings settings = fixture.read();
        assertThat(settings.deliveryFor("x").attempts()).isEqualTo(7);
        assertThat(settings.deliveryFor("write-file").schedule())
                .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(settings.handlers()).isEqualTo(Map.of("write-file", Map.of("folder", "/srv")));
    }

    @Test
    void theHomeFollowsTheContainer() throws Exception {
        fixture.system.put("catalina.base", "/opt/tomcat");
        assertThat(fixture.read().home()).isEqualTo(Path.of("/opt/tomcat/sitehook"));
        fixture.system.put("jboss.server.data.dir", "/opt/wildfly/data");
        assertThat(fixture.read().home()).isEqualTo(Path.of("/opt/wildfly/data/sitehook"));
        fixture.environment.put("SITEHOOK_HOME", "here/../there");
        assertThat(fixture.read().home()).isEqualTo(working.resolve("there"));
    }

    @Test
    void theHandlersDirectoryStartsAtTheHome() throws Exception {
        fixture.file("sitehook.handlers.dir=jars");
        assertThat(fixture.read().handlersDirectory()).isEqualTo(fixture.home.resolve("jars"));
        fixture.file("sitehook.handlers.dir=/srv/jars");
        assertThat(fixture.read().handlersDirectory()).isEqualTo(Path.of("/srv/jars"));
    }

    @Test
    void dollarsAndBracesInASecretStayAsTheyAre() throws Exception {
        String secret = "a${sitehook.home}b${x:y}c\\\\${HOME}%{d}";
        fixture.system.put("sitehook.connections.x.hmac-secret", secret);
        assertThat(connection(fixture.read(), "x").hmacSecret().orElseThrow().reveal())
                .isEqualTo(secret);
    }

    @Test
    void profilesAndOtherSwitchesOfTheLibraryDoNothing() throws Exception {
        fixture.system.put("smallrye.config.profile", "dev");
        fixture.system.put("%dev.sitehook.delivery.attempts", "99");
        fixture.system.put("mp.config.profile", "dev");
        fixture.environment.put("SMALLRYE_CONFIG_PROFILE", "dev");
        assertThat(fixture.read().delivery().attempts()).isEqualTo(10);
    }

    @Test
    void aFileOfMicroProfileOnTheClassPathIsNotRead() throws Exception {
        assertThat(getClass().getClassLoader().getResource("META-INF/microprofile-config.properties"))
                .as("the trap is set")
                .isNotNull();
        assertThat(fixture.read().delivery().attempts()).isEqualTo(10);
    }

    @Test
    void theFileIsUtf8AndMayBeginWithAByteOrderMark() throws Exception {
        fixture.bytes("\uFEFFsitehook.handler.x.greeting=grüße ✓".getBytes(StandardCharsets.UTF_8));
        assertThat(fixture.read().handlers().get("x")).containsEntry("greeting", "grüße ✓");
    }

    @Test
    void propertiesOfTestsAreNotOurs() throws Exception {
        fixture.system.put("sitehook.test.war", "x");
        assertThat(fixture.read().warnings()).hasSize(1);
    }

    private Settings assertReads() {
        try {
            return fixture.read();
        } catch (SettingsException e) {
            throw new AssertionError(e);
        }
    }
}
