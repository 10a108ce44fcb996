package io.sitehook.builtin.mail;

import io.sitehook.builtin.options.Options;
import io.sitehook.builtin.options.Template;
import io.sitehook.spi.WorkflowStates;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a mail.
 *
 * @param security how the connection is encrypted
 * @param user and password to log in with, both empty for none
 * @param timeoutSeconds for connecting, and for each answer of the server
 */
record MailOptions(
        WorkflowStates states,
        String host,
        int port,
        Security security,
        Optional<String> user,
        Optional<String> password,
        List<InternetAddress> from,
        List<InternetAddress> to,
        List<InternetAddress> cc,
        List<InternetAddress> replyTo,
        Template subject,
        Template body,
        int timeoutSeconds) {
    private static final String SUBJECT = "Project {project_id}: {status}";
    private static final String BODY =
            "Project {project_id} has entered the status {status} ({workflow_state}).\n\nReceived {received_at} from"
                    + " {connection}, event {event_id}.\n";
    private static final int LONGEST_BODY_FILE = 1 << 20;

    /** How a connection is encrypted. */
    enum Security {
        STARTTLS(587),
        TLS(465),
        NONE(25);

        private final int port;

        Security(int port) {
            this.port = port;
        }
    }

    /** @throws IllegalArgumentException with all that is wrong */
    static MailOptions read(Options options) {
        Security security =
                switch (options.choice("security", "starttls", "tls", "none")) {
                    case "tls" -> Security.TLS;
                    case "none" -> Security.NONE;
                    default -> Security.STARTTLS;
                };
        Optional<String> user = options.text("user");
        Optional<String> password = options.secret("password");
        if (user.isPresent() != password.isPresent()) {
            options.problem("user", "and password (or password-file) must be set both or not at all");
        }
        List<InternetAddress> from = addresses(options, "from", options.require("from"));
        if (from.size() > 1) {
            options.problem("from", "is more than one address");
        }
        MailOptions read = new MailOptions(
                options.states(),
                options.require("host"),
                options.number("port", 1, 65_535, security.port),
                security,
                user,
                password,
                from,
                addresses(options, "to", options.require("to")),
                addresses(options, "cc", options.text("cc").orElse("")),
                addresses(options, "reply-to", options.text("reply-to").orElse("")),
                Template.of(options, "subject", options.text("subject").orElse(SUBJECT)),
                body(options),
                options.number("timeout-seconds", 1, 600, 20));
        options.done();
        return read;
    }

    private static List<InternetAddress> addresses(Options options, String name, String text) {
        try {
            return List.of(InternetAddress.parse(text, true));
        } catch (AddressException e) {
            options.problem(name, "is no list of mail addresses with commas between");
            return List.of();
        }
    }

    private static Template body(Options options) {
        Optional<String> text = options.text("body");
        Optional<Path> file = options.path("body-file");
        if (file.isEmpty()) {
            return Template.of(options, "body", text.orElse(BODY));
        }
        if (text.isPresent()) {
            options.problem("body", "and body-file are both set: keep one of them");
        }
        try {
            if (Files.size(file.get()) <= LONGEST_BODY_FILE) {
                return Template.of(options, "body-file", Files.readString(file.get()));
            }
            options.problem("body-file", "names a file of more than a megabyte");
        } catch (IOException e) {
            options.problem(
                    "body-file",
                    "names a file that can't be read: " + e.getClass().getSimpleName());
        }
        return Template.of(options, "body", "");
    }

    /** Without the login. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
