package io.sitehook.config;

import static io.sitehook.config.SettingsFixture.connection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets: where they come from, which are refused, and that none is ever shown. */
class SecretSettingsTest {
    private static final String SECRET = SettingsFixture.SECRET;
    private static final String NAME = "sitehook.connections.x.hmac-secret";

    @TempDir
    Path working;

    private SettingsFixture fixture;

    @BeforeEach
    void fixture() {
        fixture = new SettingsFixture(working);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void oneNewlineAtTheEndOfASecretFileDoesNotCount(String end) throws Exception {
        fixture.write("secret.txt", (SECRET + end).getBytes(StandardCharsets.UTF_8), "rw-------");
        fixture.file(NAME + "-file=secret.txt");
        Settings settings = fixture.read();
        assertThat(connection(settings, "x").hmacSecret().orElseThrow().reveal())
                .isEqualTo(SECRET);
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void aSecondNewlineCountsAndIsRemarked() throws Exception {
        fixture.system.put(NAME, SECRET + "\n\n");
        Settings settings = fixture.read();
        assertThat(connection(settings, "x").hmacSecret().orElseThrow().reveal())
                .isEqualTo(SECRET + "\n");
        assertThat(settings.warnings()).singleElement().asString().contains("begins or ends with a blank");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "\n",
                "change-me",
                "CHANGEME",
                "secret",
                "your_secret",
                "Your-Secret",
                "your_api_key",
                "password",
                "example",
                "todo",
                "xxx",
                "XXXXXXXX",
                "<your secret here>",
                "${HMAC_SECRET}",
                "{{ secret }}",
                "***",
                "<HMAC Shared Secret>",
                "test"
            })
    void emptyTextsAndPlaceholdersAreRefused(String text) {
        for (String setting : List.of(NAME, NAME + "-previous", "sitehook.connections.x.api-key")) {
            fixture.system.clear();
            fixture.system.put(setting, text);
            assertThat(fixture.problem().problems())
                    .as(setting)
                    .singleElement()
                    .asString()
                    .startsWith(setting + " (system property): it is ")
                    .containsAnyOf("it is empty", "it is a placeholder");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret-4f1d9a7c33b0e6a2518d", "a<b>c-4f1d9a7c33b0e6a2518d", "x${y}-4f1d9a7c33b0e6a2518d"})
    void whatOnlyLooksLikeOneIsTaken(String text) throws Exception {
        fixture.system.put(NAME, text);
        assertThat(fixture.read().warnings()).isEmpty();
    }

    @Test
    void noSecretIsAllowedWithAWarning() throws Exception {
        fixture.system.put("sitehook.connections.x.states", "COMPLETE");
        Settings settings = fixture.read();
        assertThat(connection(settings, "x").hmacSecret()).isEmpty();
        assertThat(settings.warnings()).singleElement().asString().contains("answered 503", NAME);
    }

    @Test
    void aShortSecretIsAWarningAboutItsBytes() throws Exception {
        fixture.system.put(NAME, "é".repeat(11) + "a");
        assertThat(fixture.read().warnings()).singleElement().asString().contains("only 23 bytes");
        fixture.system.put(NAME, "é".repeat(11) + "ab");
        assertThat(fixture.read().warnings()).isEmpty();
    }

    @Test
    void thePreviousSecretBeingThePresentOneIsAWarning() throws Exception {
        fixture.system.put(NAME, SECRET);
        fixture.system.put(NAME + "-previous", SECRET);
        assertThat(fixture.read().warnings()).singleElement().asString().contains("is the present one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hex", "base64"})
    void aSecretThatIsNotInItsEncodingIsRefused(String encoding) {
        fixture.system.put(NAME, SECRET + "!");
        fixture.system.put(NAME + "-encoding", encoding);
        assertThat(fixture.problem().problems()).singleElement().asString().contains(encoding.substring(0, 3));
    }

    @Test
    void base64MayBeUrlSafeAndWithoutPadding() {
        assertThat(SecretDecoder.bytes(new Secret("-_-_YQ"), ConnectionSettings.SecretEncoding.BASE64))
                .isEqualTo(SecretDecoder.bytes(new Secret("+/+/YQ=="), ConnectionSettings.SecretEncoding.BASE64))
                .hasSize(4);
    }

    @Test
    void aValueAndAFileTogetherAreRefusedWhereverTheyStand() throws Exception {
        fixture.write("secret.txt", SECRET.getBytes(StandardCharsets.UTF_8), "rw-------");
        fixture.file(NAME + "-file=secret.txt");
        fixture.environment.put("SITEHOOK_CONNECTIONS_X_HMAC_SECRET", SECRET);
        assertThat(fixture.problem().problems())
                .singleElement()
                .asString()
                .contains("SITEHOOK_CONNECTIONS_X_HMAC_SECRET", "sitehook.properties", "are both set");
    }

    @Test
    void aSecretFileThatCannotBeReadIsRefused() throws Exception {
        fixture.file(NAME + "-file=none.txt");
        assertThat(fixture.problem().problems()).singleElement().asString().contains("there is no such file");
        Files.createDirectory(fixture.home.resolve("none.txt"));
        assertThat(fixture.problem().problems()).singleElement().asString().contains("it is a directory");
        fixture.write("big.txt", new byte[65_537], "rw-------");
        fixture.file(NAME + "-file=big.txt");
        assertThat(fixture.problem().problems()).singleElement().asString().contains("longer than 65536 bytes");
        fixture.write("latin.txt", SECRET.concat("ü").getBytes(StandardCharsets.ISO_8859_1), "rw-------");
        fixture.file(NAME + "-file=latin.txt");
        assertThat(fixture.problem().problems()).singleElement().asString().contains("not UTF-8");
        fixture.write("empty.txt", new byte[0], "rw-------");
        fixture.file(NAME + "-file=empty.txt");
        assertThat(fixture.problem().problems()).singleElement().asString().contains("it is empty");
    }

    @Test
    void filesWithSecretsThatOthersCanReadAreAWarning() throws Exception {
        fixture.write("secret.txt", SECRET.getBytes(StandardCharsets.UTF_8), "rw-r-----");
        fixture.file(NAME + "-file=secret.txt");
        assertThat(fixture.read().warnings()).singleElement().asString().contains("by its group or by others", NAME);
        fixture.write("sitehook.properties", (NAME + "=" + SECRET).getBytes(StandardCharsets.UTF_8), "rw----r--");
        assertThat(fixture.read().warnings()).singleElement().asString().contains("sitehook.properties holds secrets");
        fixture.write("sitehook.properties", "sitehook.stop.grace=1s".getBytes(StandardCharsets.UTF_8), "rw-r--r--");
        assertThat(fixture.read().warnings()).noneMatch(warning -> warning.contains("others"));
    }

    @Test
    void noSecretIsShownAnywhere() {
        String canary = "canary-4f1d";
        List<String> shown = new ArrayList<>();
        Handler listener = listener(shown);
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        root.setLevel(Level.ALL);
        root.addHandler(listener);
        try {
            for (String setting : List.of("hmac-secret", "hmac-secret-previous", "api-key", "hmac-secret-file")) {
                for (String broken : List.of("", "\u0000", " ", "\n\n", "!")) {
                    for (String encoding : List.of("text", "hex", "base64", "?")) {
                        SettingsFixture one = new SettingsFixture(working);
                        String name = "sitehook.connections.x." + setting;
                        one.system.put(name, canary + broken);
                        one.system.put(name + "x", canary);
                        one.system.put("sitehook.handler.h.password", canary);
                        one.system.put("sitehook.connections.x.hmac-secret-encoding", encoding);
                        one.environment.put("SITEHOOK_API_KEY", canary);
                        one.file(canary, canary + "=" + canary, "sitehook.home=" + canary);
                        collect(one, shown);
                        one.file();
                        one.system.remove(name + "x");
                        collect(one, shown);
                    }
                }
            }
        } finally {
            root.removeHandler(listener);
            root.setLevel(before);
        }
        assertThat(shown)
                .hasSizeGreaterThan(100)
                .anyMatch(text -> text.contains("hmac-secret=") || text.contains("***"));
        assertThat(shown).noneMatch(text -> text.contains(canary));
    }

    private static void collect(SettingsFixture fixture, List<String> shown) {
        shown.add(fixture.sources().toString());
        try {
            shown.add(fixture.read().toString());
        } catch (SettingsException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            shown.add(trace.toString());
        }
    }

    private static Handler listener(List<String> shown) {
        return new Handler() {
            @Override
            public void publish(LogRecord log) {
                shown.add(String.valueOf(log.getMessage()) + log.getThrown());
                if (log.getParameters() != null) {
                    for (Object parameter : log.getParameters()) {
                        shown.add(String.valueOf(parameter));
                    }
                }
            }

            @Override
            public void flush() {
                // Nothing is buffered.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}
