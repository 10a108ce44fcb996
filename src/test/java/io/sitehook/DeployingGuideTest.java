package io.sitehook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What deploying.md tells operators to write are the files that the tests of the containers use. */
class DeployingGuideTest {
    private static final Path FILES = Path.of("src/examples/deploying");
    private static final Pattern BLOCK =
            Pattern.compile("<!-- file: (\\S+) -->\n```[a-z]*\n(.*?)```\n", Pattern.DOTALL);

    @Test
    void theGuidePrintsEveryFileToTheLetter() throws IOException {
        Set<String> printed = new TreeSet<>();
        Matcher block = BLOCK.matcher(Files.readString(Path.of("src/docs/deploying.md")));
        while (block.find()) {
            assertThat(block.group(2)).as(block.group(1)).isEqualTo(Files.readString(Path.of(block.group(1))));
            printed.add(block.group(1));
        }
        try (Stream<Path> files = Files.walk(FILES)) {
            assertThat(files.filter(Files::isRegularFile).map(Path::toString))
                    .containsExactlyInAnyOrderElementsOf(printed);
        }
    }
}
