package io.sitehook.builtin.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.sitehook.builtin.options.Options;
import io.sitehook.spi.StatusChange;
import io.sitehook.spi.testing.AttemptResult;
import io.sitehook.spi.testing.AttemptResult.Kind;
import io.sitehook.spi.testing.HandlerRun;
import io.sitehook.spi.testing.StatusChangeBuilder;
import io.sitehook.spi.testing.TestContext;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails through a real SMTP server. */
class MailHandlerTest {
    private static final String PASSWORD = "canary-77aa-the-mail-password";

    @TempDir
    Path home;

    private final TestContext context = TestContext.forHandler("office");
    private GreenMail server;
    private int port;

    @BeforeEach
    void start() {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.setUser("sender@example.com", "sender", PASSWORD);
        server.start();
        port = server.getSmtp().getPort();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void aMailIsSentWithTheValuesOfTheChangeAndTheProject() throws Exception {
        context.siteCapture("sitecapture").putProject("3057", Map.of("display_line1", "Haus Grün"));
        StatusChange change =
                StatusChangeBuilder.statusChange().field("note", "mind the dog").build();
        AttemptResult result = handle(
                Map.of(
                        "subject", "{project.display_line1}: {status}",
                        "body", "Project {project_id} ({workflow_state}), {field.note}{field.none}. {literal brace}\n"),
                change);
        assertThat(result.kind()).as(result.text()).isEqualTo(Kind.DONE);
        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("Haus Grün: Complete");
        assertThat(mail.getContent().toString().strip())
                .isEqualTo("Project 3057 (COMPLETE), mind the dog. {literal brace}");
        assertThat(mail.getFrom()[0]).hasToString("Sitehook <sitehook@example.com>");
        assertThat(mail.getAllRecipients())
                .extracting(Object::toString)
                .containsExactly("a@example.com", "b@example.com");
        assertThat(mail.getMessageID()).isEqualTo("<" + change.id() + ".office@sitehook.invalid>");
    }

    @Test
    void aLineBreakInAValueBeginsNoOtherHeader() throws Exception {
        StatusChange change = StatusChangeBuilder.statusChange()
                .field("title", "x\r\nBcc: thief@example.com\r\n\r\nanother body")
                .build();
        assertThat(handle(Map.of("subject", "{field.title}"), change).kind()).isEqualTo(Kind.DONE);
        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getSubject()).contains("\\u000d\\u000aBcc:");
        assertThat(mail.getHeader("Bcc")).isNull();
    }

    @Test
    void aServerThatIsAwayOrRefusesIsAFailureWithoutThePassword() throws Exception {
        AttemptResult refused = handle(
                Map.of("user", "sender", "password", "canary-77aa-wrong"),
                StatusChangeBuilder.statusChange().build());
        assertThat(refused.kind()).isEqualTo(Kind.FAILED);
        assertThat(refused.text()).contains("127.0.0.1", "AuthenticationFailed").doesNotContain("canary");
        server.stop();
        AttemptResult away = handle(Map.of(), StatusChangeBuilder.statusChange().build());
        assertThat(away.kind()).isEqualTo(Kind.FAILED);
        assertThat(away.text()).contains("could not be sent").doesNotContain("\n");
    }

    @Test
    void withALoginItIsSentAndWithoutEncryptionOnlyIfThatIsSaid() throws Exception {
        AttemptResult done = handle(
                Map.of("user", "sender", "password", PASSWORD),
                StatusChangeBuilder.statusChange().build());
        assertThat(done.kind()).as(done.text()).isEqualTo(Kind.DONE);
        // This server has no STARTTLS, and the usual security demands it: nothing is sent in the clear.
        AttemptResult plain = handle(
                Map.of("security", "starttls"),
                StatusChangeBuilder.statusChange().build());
        assertThat(plain.kind()).isEqualTo(Kind.FAILED);
        assertThat(plain.text()).contains("STARTTLS");
        assertThat(server.getReceivedMessages()).hasSize(2); // the one mail, for two recipients
    }

    private AttemptResult handle(Map<String, String> more, StatusChange change) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "host",
                "127.0.0.1",
                "port",
                String.valueOf(port),
                "security",
                "none",
                "from",
                "Sitehook <sitehook@example.com>",
                "to",
                "a@example.com, b@example.com"));
        settings.putAll(more);
        try (HandlerRun run = HandlerRun.start(new MailHandler(new Options("office", settings, home)), context)) {
            return run.handle(change);
        }
    }
}
