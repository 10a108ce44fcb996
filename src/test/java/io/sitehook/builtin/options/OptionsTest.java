package io.sitehook.builtin.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.builtin.archive.ArchiveHandler;
import io.sitehook.builtin.jdbc.JdbcHandler;
import io.sitehook.builtin.mail.MailHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with the settings of built-in handlers is named at once, and nothing of their values. */
class OptionsTest {
    @TempDir
    Path home;

    @Test
    void everythingThatIsWrongIsNamedTogether() {
        assertThatThrownBy(() -> new ArchiveHandler(options(Map.of(
                        "directory", "a", "bucket", "B", "second-look", "soon", "fotos", "true", "report", "yes"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "sitehook.handler.h.directory or bucket",
                        "h.bucket is no name",
                        "h.access-key and secret-key",
                        "h.second-look is no duration",
                        "h.report is neither",
                        "h.fotos is no setting of it");
        assertThatThrownBy(() -> new MailHandler(options(Map.of("to", "a@b, @", "user", "u", "subject", "{nothing}"))))
                .hasMessageContainingAll(
                        "h.host is not set",
                        "h.from is not set",
                        "h.to is no list",
                        "h.user and password",
                        "names that do not exist: nothing");
        assertThatThrownBy(() -> new JdbcHandler(options(Map.of("statement", "SELECT :nope", "driver-jar", "x.jar"))))
                .hasMessageContainingAll("do not exist: nope", "h.jndi or url", "h.driver-jar is no file");
    }

    @Test
    void noValueIsShown() {
        String canary = "canary-1b7e";
        for (String name :
                List.of("bucket", "endpoint", "prefix", "second-look", "report", "states", "secret-key-file")) {
            assertThatThrownBy(() -> new ArchiveHandler(options(Map.of(name, canary + "\n:/ ,,"))))
                    .hasMessageContaining("sitehook.handler.h.")
                    .hasMessageNotContaining(canary);
        }
        for (String name : List.of("from", "to", "port", "security", "body-file", "password-file", "password")) {
            assertThatThrownBy(() -> new MailHandler(options(Map.of(name, canary + "@@"))))
                    .hasMessageContaining("sitehook.handler.h.")
                    .hasMessageNotContaining(canary);
        }
        for (String name : List.of("url", "jndi", "password", "no-row", "driver-jar")) {
            assertThatThrownBy(() -> new JdbcHandler(options(Map.of(name, canary))))
                    .hasMessageContaining("sitehook.handler.h.")
                    .hasMessageNotContaining(canary);
        }
    }

    @Test
    void secretsComeFromFilesInTheHomeToo() throws Exception {
        Files.writeString(home.resolve("key.txt"), "from the file\n");
        assertThat(options(Map.of("key-file", "key.txt")).secret("key")).hasValue("from the file");
        Options both = options(Map.of("key-file", "key.txt", "key", "x"));
        both.secret("key");
        assertThatThrownBy(both::done).hasMessageContaining("both set");
    }

    @Test
    void statesAreReadAsForConnections() {
        assertThat(options(Map.of()).states()).hasToString("COMPLETE");
        assertThat(options(Map.of("states", "ALL")).states().includesAll()).isTrue();
        assertThat(options(Map.of("states", "NEW, without-state")).states().includes(Optional.empty()))
                .isTrue();
        assertThat(options(Map.of("wait", "90s")).duration("wait", Duration.ofHours(1), Duration.ZERO))
                .isEqualTo(Duration.ofSeconds(90));
    }

    private Options options(Map<String, String> settings) {
        return new Options("h", settings, home);
    }
}
