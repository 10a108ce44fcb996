package io.sitehook.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Verbs, options, help and exit codes. */
class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(Main.withVerb(args));
    }

    @ParameterizedTest
    @CsvSource({"'', serve", "--port 9, serve --port 9", "-h, -h", "--version, --version", "send --url x, send --url x"
    })
    void withoutAVerbItServes(String given, String meant) {
        String[] args = given.isEmpty() ? new String[0] : given.split(" ");
        assertThat(Main.withVerb(args)).containsExactly(meant.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "send", "sign", "check", "try"})
    void everyVerbHasHelp(String verb) {
        assertThat(run(verb, "--help")).isZero();
        assertThat(out.toString())
                .contains("Usage: java -jar sitehook.war " + verb)
                .doesNotContain("--demonstration");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theTopHelpNamesAllVerbs() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("serve", "send", "sign", "check", "try", "Exit codes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fly",
                "serve --prot 8080",
                "serve --port x",
                "serve --port 65536",
                "serve --port -1",
                "serve extra",
                "send",
                "send --url http://127.0.0.1/ --project 1",
                "send --url ftp://127.0.0.1/ --project 1 --secret s",
                "send --url /relative --project 1 --secret s",
                "send --url http://127.0.0.1/ --project 1 --secret s --count 0",
                "send --url http://127.0.0.1/ --project 1 --secret s --rate -1",
                "send --url http://127.0.0.1/ --project 1 --secret s --secret-file f",
                "send --url http://127.0.0.1/ --project 1 --secret-file /does/not/exist",
                "sign",
                "sign --secret s --encoding base32",
                "try",
                "try --jar pom.xml",
                "try --jar /does/not/exist --events pom.xml",
                "try --jar pom.xml --events /does/not/exist",
                "try --jar pom.xml --events pom.xml --set directory",
                "try --jar pom.xml --events pom.xml --set delivery.deadline=1s",
            })
    void wrongUsageIsTwoWithAHint(String args) {
        assertThat(run(args.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains("--help").doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aMistypedOptionDoesNotShowItsValue() {
        run("sign", "--secert", "canary-1", "--secrets=canary-2");
        assertThat(err.toString()).contains("--secert").contains("--secrets").doesNotContain("canary");
    }

    @Test
    void aSecretFileIsReadWithoutItsNewline(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("secret"), "abc\r\n");
        SecretOptions options = new SecretOptions();
        new CommandLine(options).parseArgs("--secret-file", file.toString());
        assertThat(options.key(Main.commandLine(), Map.of())).containsExactly('a', 'b', 'c');
    }

    @Test
    void theEnvironmentGivesTheSecretIfNoOptionDoes() {
        SecretOptions options = new SecretOptions();
        assertThat(options.key(Main.commandLine(), Map.of("SITEHOOK_SECRET", "abc")))
                .containsExactly('a', 'b', 'c');
        new CommandLine(options).parseArgs("--secret", "xyz");
        assertThat(options.key(Main.commandLine(), Map.of("SITEHOOK_SECRET", "abc")))
                .containsExactly('x', 'y', 'z');
    }
}
