package io.sitehook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README prints the example handler as it is compiled, jarred and run. */
class ReadmeExampleTest {

    @Test
    void theReadmePrintsTheExampleToTheLetter() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String example = Files.readString(Path.of("src/examples/log-status/src/main/java/example/LogStatus.java"));
        assertThat(readme).contains("<!-- log-status -->\n```java\n" + example + "```\n<!-- /log-status -->");
    }
}
