package io.sitehook.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's table of settings is the catalogue. Rewrite it with {@code -Dsitehook.golden=write}. */
class ReadmeSettingsTest {
    private static final Path README = Path.of("README.md");
    private static final String START = "<!-- settings -->\n";
    private static final String END = "<!-- /settings -->";

    @Test
    void theReadmeListsEverySetting() throws IOException {
        String readme = Files.readString(README, StandardCharsets.UTF_8);
        int start = readme.indexOf(START);
        int end = readme.indexOf(END);
        assertThat(start).as("README.md has " + START).isNotNegative();
        assertThat(end).as("README.md has " + END).isGreaterThan(start);
        String expected = readme.substring(0, start) + START + table() + readme.substring(end);
        if ("write".equals(System.getProperty("sitehook.golden"))) {
            Files.writeString(README, expected, StandardCharsets.UTF_8);
            return;
        }
        assertThat(readme).as("rewrite the table with -Dsitehook.golden=write").isEqualTo(expected);
    }

    @Test
    void everyPatternIsFoundByItsOwnName() {
        for (Setting setting : Setting.values()) {
            String name = setting.named("some-name")
                    .replace("delivery.<setting>", "delivery.order")
                    .replace("<setting>", "a");
            assertThat(SettingCatalogue.match(name))
                    .as(name)
                    .hasValueSatisfying(match -> assertThat(match.setting()).isEqualTo(setting));
        }
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| Setting | Default | Meaning |\n| --- | --- | --- |\n");
        for (Setting setting : Setting.values()) {
            table.append("| `")
                    .append(setting.pattern())
                    .append("` | ")
                    .append(setting.standard().isEmpty() ? "" : "`" + setting.standard() + "` ")
                    .append("| ")
                    .append(setting.meaning())
                    .append(" |\n");
        }
        return table.toString();
    }
}
