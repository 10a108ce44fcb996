package io.sitehook.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What must not stand in the sources of the pages. */
class PagesSourceTest {
    private static final Path PAGES = Path.of("webapp/admin");

    @Test
    void noTextBecomesMarkUp() throws IOException {
        for (Path file : sources()) {
            assertThat(Files.readString(file))
                    .as(file.toString())
                    .doesNotContainPattern(
                            "(?i)innerHTML|outerHTML|insertAdjacent|document\\.write|srcdoc|DOMParser|createContextualFragment")
                    .doesNotContainPattern(
                            "\\beval\\(|new Function|setTimeout\\(['\"`]|setInterval\\(['\"`]|javascript:")
                    .doesNotContainPattern("\\sstyle=|\\son[a-z]+=['\"]|setAttribute\\('style'");
        }
    }

    @Test
    void nothingIsFetchedFromElsewhere() throws IOException {
        for (Path file : sources()) {
            assertThat(Files.readString(file).replace("http://www.w3.org/2000/svg", ""))
                    .as(file.toString())
                    .doesNotContainPattern("https?://|src=\"//|@import|from '[^.]");
        }
    }

    @Test
    void everyFileIsShort() throws IOException {
        for (Path file : sources()) {
            assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(300);
        }
    }

    @Test
    void theLibrariesLieBesideTheirLicences() {
        for (String library : List.of("preact", "htm", "uplot")) {
            assertThat(Path.of("target/admin-lib", library, "LICENSE")).isNotEmptyFile();
        }
        assertThat(Path.of("target/admin-lib/preact/hooks.module.js")).content().doesNotContain("from\"preact\"");
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(PAGES)) {
            return files.filter(file -> file.toString().matches(".*\\.(js|css|html|svg)"))
                    .toList();
        }
    }
}
