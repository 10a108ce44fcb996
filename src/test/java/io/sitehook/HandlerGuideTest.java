package io.sitehook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The guide for handler authors prints code that runs: of the starter, which StarterIT builds, tests and runs, and of the
 * examples, which ExampleHandlersTest runs.
 */
class HandlerGuideTest {
    private static final Pattern SNIPPET = Pattern.compile("(?:<!-- (\\S+) -->\n)?```java\n(.*?)```\n", Pattern.DOTALL);
    private static final String SOURCE =
            "src/examples/(starter|log-status|write-file|write-row)/src/(main|test)/java/.*\\.java";
    private static final int DEEPEST = 6;

    @Test
    void everySnippetStandsInASourceToTheLetter() throws IOException {
        Matcher snippets = SNIPPET.matcher(Files.readString(Path.of("src/docs/handlers.md")));
        int found = 0;
        while (snippets.find()) {
            found++;
            assertThat(snippets.group(1))
                    .as("the source of\n" + snippets.group(2))
                    .isNotNull()
                    .matches(SOURCE);
            assertThat(indentations(snippets.group(2)))
                    .as(snippets.group(1) + " has\n" + snippets.group(2))
                    .anyMatch(Files.readString(Path.of(snippets.group(1)))::contains);
        }
        assertThat(found).isEqualTo(8);
    }

    /** The snippet as it would stand at each depth. */
    private static List<String> indentations(String snippet) {
        List<String> indented = new ArrayList<>();
        for (int depth = 0; depth <= DEEPEST; depth++) {
            String margin = "    ".repeat(depth);
            indented.add(snippet.lines()
                    .map(line -> line.isEmpty() ? line : margin + line)
                    .collect(Collectors.joining("\n", "\n", "\n")));
        }
        return indented;
    }

    @Test
    void theGuideIsLinked() throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains("(src/docs/handlers.md)");
        assertThat(Files.readString(Path.of("src/docs/CONTRIBUTING.md"))).contains("handlers.md");
    }
}
