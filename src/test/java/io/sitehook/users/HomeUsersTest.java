package io.sitehook.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeUsersTest {
    private static final String OWN = "a phrase of my own";

    @TempDir
    Path home;

    private Path file() {
        return home.resolve(UsersFile.NAME);
    }

    @Test
    void theFirstUserGetsAOneTimePasswordOnce() throws Exception {
        HomeUsers users = new HomeUsers(home);
        String password = users.createFirst().orElseThrow();
        assertThat(password).matches("[a-z2-9]{5}(-[a-z2-9]{5}){4}");
        assertThat(users.createFirst()).isEmpty();
        assertThat(users.authenticate("admin", password)).hasValue(new HomeUsers.User("admin", Role.ADMIN));
        assertThat(users.mustChange("admin")).isTrue();
        assertThat(Files.readString(file())).doesNotContain(password);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void aChangedPasswordIsTheOnlyOne() throws Exception {
        HomeUsers users = new HomeUsers(home);
        String first = users.createFirst().orElseThrow();
        String stamp = users.stamp("admin");
        assertThat(users.change("admin", "wrong", OWN)).isPresent();
        assertThat(users.change("admin", first, "short")).isPresent();
        assertThat(users.change("admin", first, "aaaaaaaaaaaaaaaa")).isPresent();
        assertThat(users.change("admin", first, first)).isPresent();
        assertThat(users.change("admin", first, "adminadmin12")).isPresent();
        assertThat(users.stamp("admin")).isEqualTo(stamp);
        assertThat(users.change("admin", first, OWN)).isEmpty();
        assertThat(users.mustChange("admin")).isFalse();
        assertThat(users.stamp("admin")).isNotEqualTo(stamp);
        assertThat(users.authenticate("admin", first)).isEmpty();
        assertThat(new HomeUsers(home).authenticate("admin", OWN)).isPresent();
        assertThat(users.authenticate("nobody", OWN)).isEmpty();
        assertThat(users.authenticate("ADMIN", OWN)).isEmpty();
    }

    @Test
    void aFileThatOthersCanReadOrThatIsALinkLetsNobodyIn() throws Exception {
        HomeUsers users = new HomeUsers(home);
        String password = users.createFirst().orElseThrow();
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(users.authenticate("admin", password)).isEmpty();
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
        assertThat(users.authenticate("admin", password)).as("negative control").isPresent();
        Path elsewhere = home.resolve("elsewhere");
        Files.move(file(), elsewhere);
        Files.createSymbolicLink(file(), elsewhere);
        assertThat(users.authenticate("admin", password)).isEmpty();
        assertThatThrownBy(() -> users.reset("admin", Role.ADMIN)).hasMessageContaining("no plain file");
    }

    @Test
    void badNamesAreRefusedAndBadLinesAreLeftOut() throws Exception {
        HomeUsers users = new HomeUsers(home);
        users.reset("vera", Role.VIEWER);
        assertThatThrownBy(() -> users.reset("a=b", Role.ADMIN)).isInstanceOf(IllegalArgumentException.class);
        Files.writeString(file(), Files.readString(file()) + "eve=admin plain\nmal=admin pbkdf2-sha512:0:AA==:AA==\n");
        assertThat(users.stamp("vera")).isNotEmpty();
        assertThat(users.stamp("eve")).isEmpty();
        assertThat(users.authenticate("eve", "plain")).isEmpty();
    }
}
