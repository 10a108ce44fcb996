package io.sitehook.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.config.AdminSettings.Login;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminReaderTest {
    @TempDir
    Path home;

    private Settings read(String... namesAndValues) throws SettingsException {
        Map<String, String> system = new TreeMap<>();
        system.put("sitehook.home", home.toString());
        for (int i = 0; i < namesAndValues.length; i += 2) {
            system.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return SettingsReader.read(new SettingsSources(system, Map.of(), Map.of(), home));
    }

    @Test
    void byDefaultOnlyThisMachineMayCome() throws Exception {
        AdminSettings admin = read().admin();
        assertThat(admin.login()).isEqualTo(Login.FORM);
        assertThat(admin.plainHttp()).isFalse();
        assertThat(List.of("127.0.0.1", "127.9.8.7", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"))
                .allMatch(admin.networks()::contains);
        assertThat(List.of("192.0.2.1", "128.0.0.1", "::2", "fe80::1%eth0", "localhost", "", "127.1"))
                .noneMatch(admin.networks()::contains);
    }

    @Test
    void networksAreRangesOrAddresses() throws Exception {
        AddressRanges ranges = read("sitehook.admin.networks", "10.0.0.0/8, 192.0.2.7, fd00::/7")
                .admin()
                .networks();
        assertThat(List.of("10.255.0.1", "192.0.2.7", "fd12::1", "fc00::9")).allMatch(ranges::contains);
        assertThat(List.of("11.0.0.1", "192.0.2.8", "fe00::1", "127.0.0.1")).noneMatch(ranges::contains);
    }

    @Test
    void whatIsWrongIsNamedAndNoKeyIsShown() {
        assertThatThrownBy(() -> read(
                        "sitehook.admin.networks",
                        "10.0.0.0/33",
                        "sitehook.admin.plain-http",
                        "perhaps",
                        "sitehook.admin.login",
                        "digest",
                        "sitehook.public-url",
                        "ftp://user@x/",
                        "sitehook.encryption-key",
                        "0123456789abcdef0123456789"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("5 settings are wrong")
                .hasMessageContaining("10.0.0.0/33")
                .hasMessageNotContaining("0123456789abcdef");
    }

    @Test
    void theKeyIsThirtyTwoBytesFromAValueOrAFile() throws Exception {
        String hex = "0123456789abcdef".repeat(4);
        assertThat(read("sitehook.encryption-key", hex).encryptionKeyBytes().orElseThrow())
                .hasSize(32);
        Files.writeString(home.resolve("key"), java.util.Base64.getEncoder().encodeToString(new byte[32]) + "\n");
        assertThat(read("sitehook.encryption-key-file", "key")
                        .encryptionKeyBytes()
                        .orElseThrow())
                .isEqualTo(new byte[32]);
        assertThat(read("sitehook.encryption-key", hex).toString()).doesNotContain(hex);
    }
}
