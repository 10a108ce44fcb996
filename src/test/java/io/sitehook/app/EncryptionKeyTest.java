package io.sitehook.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.config.Settings;
import io.sitehook.config.SettingsReader;
import io.sitehook.config.SettingsSources;
import io.sitehook.store.SecretBox;
import io.sitehook.store.SecretBox.Owner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptionKeyTest {
    private static final Owner OWNER = new Owner("connection", "one", "current");

    @TempDir
    Path home;

    private EncryptionKey key() throws Exception {
        Settings settings = SettingsReader.read(
                new SettingsSources(Map.of("sitehook.home", home.toString()), Map.of(), Map.of(), home));
        return EncryptionKey.of(settings);
    }

    private static SecretBox box(EncryptionKey key) {
        return Objects.requireNonNull(key.box(), key.problem());
    }

    @Test
    void aKeyIsMadeOnceAndForItsOwnerAlone() throws Exception {
        byte[] sealed = box(key()).seal(OWNER, "a secret");
        assertThat(box(key()).open(OWNER, sealed)).isEqualTo("a secret");
        Path file = home.resolve(EncryptionKey.FILE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(box(key()).open(OWNER, sealed)).as("with a warning").isEqualTo("a secret");
    }

    @Test
    void aLinkOrSomethingElseIsRefusedInWordsWithoutTheKey() throws Exception {
        EncryptionKey first = key();
        Path file = home.resolve(EncryptionKey.FILE);
        String hex = Files.readString(file).strip();
        Path elsewhere = home.resolve("elsewhere");
        Files.move(file, elsewhere);
        Files.createSymbolicLink(file, elsewhere);
        assertThat(key().box()).isNull();
        assertThat(key().problem()).contains("no plain file").doesNotContain(hex);
        Files.delete(file);
        Files.writeString(file, hex.substring(2) + "zz");
        assertThat(key().problem()).contains("does not hold a key").doesNotContain(hex.substring(2, 10));
        assertThat(first.toString()).doesNotContain(hex);
    }
}
