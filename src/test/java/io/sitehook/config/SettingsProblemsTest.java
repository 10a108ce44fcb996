package io.sitehook.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, and in which words. */
class SettingsProblemsTest {
    @TempDir
    Path working;

    private SettingsFixture fixture;

    @BeforeEach
    void fixture() {
        fixture = new SettingsFixture(working);
    }

    @Test
    void allProblemsComeInOneMessageOneOnALine() {
        fixture.file(
                "sitehook.delivery.attempts=0",
                "sitehook.conections.x.api-key=k",
                "sitehook.connections.x.states=A,,B");
        fixture.system.put("sitehook.stop.grace", "soon");
        fixture.environment.put("SITEHOOK_DELIVERY_ORDER", "random");
        fixture.context.put("sitehook.receive.queue-limit", "1e5");
        SettingsException problem = fixture.problem();
        assertThat(problem.problems()).hasSize(6);
        assertThat(problem).hasMessageStartingWith("6 settings are wrong");
        assertThat(String.valueOf(problem.getMessage()).lines()).hasSize(7);
        assertThat(problem.home()).isEqualTo(fixture.home);
        assertThat(problem.handlersDirectory()).isEqualTo(fixture.home.resolve("handlers"));
    }

    @ParameterizedTest
    @CsvSource({
        "sitehook.connections.x.hmac-secert, sitehook.connections.x.hmac-secret",
        "sitehook.connection.x.api-key, sitehook.connections.x.api-key",
        "sitehook.connections.x.hmac_secret, sitehook.connections.x.hmac-secret",
        "sitehook.connections.sitecapture.secret, sitehook.connections.sitecapture.hmac-secret",
        "sitehook.delivery.atempts, sitehook.delivery.attempts",
        "sitehook.Delivery.Attempts, sitehook.delivery.attempts",
        "SiteHook.home, sitehook.home",
        "sitehook.handlers.log.level, sitehook.handler.log.level",
        "sitehook.handler.log.delivery.orders, sitehook.handler.log.delivery.order",
        "sitehook.stop.grase, sitehook.stop.grace",
    })
    void aMisspeltNameIsRefusedWithTheNearestOne(String wrong, String right) {
        fixture.system.put(wrong, SettingsFixture.SECRET);
        assertThat(fixture.problem().problems())
                .containsExactly(wrong + " (system property): there is no such setting; did you mean " + right + "?");
        fixture.system.clear();
        fixture.context.put(wrong, SettingsFixture.SECRET);
        assertThat(fixture.problem().problems()).singleElement().asString().contains("context parameter", right);
        fixture.context.clear();
        fixture.file(wrong + "=" + SettingsFixture.SECRET);
        assertThat(fixture.problem().problems()).singleElement().asString().contains("sitehook.properties", right);
    }

    @Test
    void aNameThatIsNearNothingPointsToTheList() {
        fixture.system.put("sitehook.some.thing.else.entirely", "1");
        assertThat(fixture.problem().problems()).singleElement().asString().endsWith("the README lists all settings");
    }

    @Test
    void inTheEnvironmentAnUnknownNameIsOnlyAWarning() throws Exception {
        fixture.environment.put("SITEHOOK_SERVICE_HOST", "10.0.0.1");
        fixture.environment.put("SITEHOOK_PORT", "tcp://10.0.0.1:80");
        fixture.environment.put("SITEHOOK_DELIVERY_ATEMPTS", "3");
        fixture.environment.put("SITEHOOK_SECRET", "of the command line");
        assertThat(fixture.read().warnings())
                .filteredOn(warning -> warning.contains("environment variable"))
                .containsExactlyInAnyOrder(
                        "SITEHOOK_SERVICE_HOST (environment variable) is no setting of Sitehook and is ignored",
                        "SITEHOOK_PORT (environment variable) is no setting of Sitehook and is ignored",
                        "SITEHOOK_DELIVERY_ATEMPTS (environment variable) is no setting of Sitehook and is ignored; did you"
                                + " mean SITEHOOK_DELIVERY_ATTEMPTS?");
    }

    @ParameterizedTest
    @CsvSource({"Upper", "under_score", "ümlaut", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void namesOfConnectionsAndHandlersAreChecked(String name) {
        fixture.system.put("sitehook.connections." + name + ".api-key", "k-7");
        fixture.system.put("sitehook.handler." + name + ".folder", "x");
        assertThat(fixture.problem().problems())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).contains("can't have the name \"" + name + "\""));
    }

    @Test
    void theHomeCannotBeSetInsideIt() {
        fixture.file("sitehook.home=/elsewhere");
        assertThat(fixture.problem().problems())
                .singleElement()
                .asString()
                .contains("can't be set in a file that is in");
    }

    @ParameterizedTest
    @CsvSource({
        "sitehook.delivery.attempts, +5",
        "sitehook.delivery.attempts, 101",
        "sitehook.delivery.attempts, 99999999999",
        "sitehook.delivery.attempts, ٣",
        "sitehook.delivery.attempts, ''",
        "sitehook.delivery.schedule, '5s,,6s'",
        "sitehook.delivery.schedule, 5",
        "sitehook.delivery.schedule, 0s",
        "sitehook.delivery.schedule, 31d",
        "sitehook.delivery.deadline, 999ms",
        "sitehook.delivery.deadline, 61m",
        "sitehook.delivery.deadline, -5s",
        "sitehook.delivery.deadline, PT-5S",
        "sitehook.delivery.deadline, 5 s",
        "sitehook.delivery.concurrency, 65",
        "sitehook.delivery.order, newest",
        "sitehook.receive.queue-limit, 99",
        "sitehook.receive.queue-limit, 1000001",
        "sitehook.receive.failures-per-minute, 0",
        "sitehook.stop.grace, 11m",
        "sitehook.handlers.dir, ''",
        "sitehook.handler.x.delivery.attempts, 0",
        "sitehook.connections.x.hmac-secret-encoding, utf8",
        "sitehook.connections.x.hmac-algorithm, md5",
        "sitehook.connections.x.signature-encoding, base32",
        "sitehook.connections.x.states, 'A,ALL'",
        "sitehook.connections.x.states, 'A,'",
        "sitehook.connections.x.activity, off",
        "sitehook.connections.x.duplicate-window, 901s",
        "sitehook.connections.x.unreadable-answer, 202",
    })
    void badValuesAreRefusedWithWhatIsAllowed(String name, String value) {
        fixture.system.put(name, value);
        assertThat(fixture.problem().problems())
                .singleElement()
                .asString()
                .startsWith(name + " (system property): ")
                .contains("; allowed: ");
    }

    @ParameterizedTest
    @CsvSource({
        "sitehook.delivery.attempts, 1",
        "sitehook.delivery.attempts, 100",
        "sitehook.delivery.schedule, '500ms, PT1M ,1d'",
        "sitehook.delivery.deadline, 1h",
        "sitehook.delivery.concurrency, 64",
        "sitehook.delivery.order, Latest",
        "sitehook.receive.queue-limit, 1000000",
        "sitehook.stop.grace, 0s",
        "sitehook.connections.x.duplicate-window, 900s",
        "sitehook.connections.x.states, all",
        "sitehook.connections.x.activity, deactivated",
    })
    void valuesAtTheEdgeAreTaken(String name, String value) throws Exception {
        fixture.system.put(name, value);
        assertThat(fixture.read()).isNotNull();
    }

    @Test
    void aMalformedFileIsAProblem() {
        fixture.file("sitehook.handler.x.a=\\u12zz");
        assertThat(fixture.problem().problems()).singleElement().asString().contains("\\u is not followed by four");
        fixture.bytes("sitehook.handler.x.a=gr\u00fc\u00dfe".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(fixture.problem().problems()).singleElement().asString().contains("is not UTF-8 text");
        fixture.file("sitehook.stop.grace=1s", "sitehook.stop.grace=2s");
        assertThat(fixture.problem().problems()).singleElement().asString().contains("set twice in the file");
    }

    @Test
    void aFileThatIsADirectoryIsAProblem() throws Exception {
        Files.createDirectories(fixture.home.resolve("sitehook.properties"));
        assertThat(fixture.problem().problems()).singleElement().asString().contains("it is a directory");
    }

    @Test
    void aHomeThatIsAFileIsAProblem() throws Exception {
        Files.writeString(fixture.home, "x");
        assertThat(fixture.problem().problems()).singleElement().asString().contains("can't be read: Not a directory");
    }

    @Test
    void controlCharactersFromOutsideAreEscapedAndLongTextsCut() {
        fixture.system.put("sitehook.delivery.order", "a\n\u001b[31mb\u202e" + "x".repeat(500));
        assertThat(fixture.problem().problems().get(0))
                .contains("a\\u{a}\\u{1b}[31mb\\u{202e}xxx")
                .contains("…")
                .hasSizeLessThan(450)
                .doesNotContain("\n");
    }
}
