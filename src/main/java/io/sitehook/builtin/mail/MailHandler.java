package io.sitehook.builtin.mail;

import io.sitehook.builtin.options.EventValues;
import io.sitehook.builtin.options.OneLine;
import io.sitehook.builtin.options.Options;
import io.sitehook.spi.Delivery;
import io.sitehook.spi.HandlerContext;
import io.sitehook.spi.Outcome;
import io.sitehook.spi.SiteCaptureException;
import io.sitehook.spi.StatusChangeHandler;
import io.sitehook.spi.WorkflowStates;
import jakarta.mail.Address;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends a mail for each status change. A repeated delivery sends it again, with the same {@code Message-ID}, which many
 * mail systems show once only.
 */
public final class MailHandler implements StatusChangeHandler {
    private static final String UTF_8 = "UTF-8";

    private final String name;
    private final MailOptions options;
    private final Session session;
    private @Nullable HandlerContext context;

    /**
     * A mail of these settings.
     *
     * @throws IllegalArgumentException with all that is wrong with them
     */
    public MailHandler(Options options) {
        this.name = options.handler();
        this.options = MailOptions.read(options);
        this.session = session(this.options);
    }

    private static Session session(MailOptions options) {
        Properties properties = new Properties();
        String limit = String.valueOf(TimeUnit.SECONDS.toMillis(options.timeoutSeconds()));
        properties.put("mail.transport.protocol", "smtp");
        properties.put("mail.smtp.host", options.host());
        properties.put("mail.smtp.port", String.valueOf(options.port()));
        properties.put("mail.smtp.connectiontimeout", limit);
        properties.put("mail.smtp.timeout", limit);
        properties.put("mail.smtp.writetimeout", limit);
        properties.put("mail.smtp.auth", String.valueOf(options.user().isPresent()));
        properties.put("mail.smtp.ssl.enable", String.valueOf(options.security() == MailOptions.Security.TLS));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        String startTls = String.valueOf(options.security() == MailOptions.Security.STARTTLS);
        properties.put("mail.smtp.starttls.enable", startTls);
        properties.put("mail.smtp.starttls.required", startTls);
        return Session.getInstance(properties, new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                return options.user()
                        .map(user -> new PasswordAuthentication(
                                user, options.password().orElse("")))
                        .orElse(null);
            }
        });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public WorkflowStates states() {
        return options.states();
    }

    @Override
    public void start(HandlerContext given) {
        context = given;
    }

    @Override
    public Outcome handle(Delivery delivery) throws IOException, InterruptedException {
        try {
            EventValues values = new EventValues(delivery, Objects.requireNonNull(context));
            Message message = message(delivery, values);
            Transport.send(message);
            return Outcome.done("sent to " + options.to().size() + " addresses by " + options);
        } catch (MessagingException e) {
            // Not kept as the cause: servers repeat what they were sent.
            throw new IOException("the mail could not be sent by " + options + ": " + words(e));
        } catch (SiteCaptureException e) {
            if (e.retryAfter().isPresent()) {
                return Outcome.retryAfter(e.retryAfter().get(), String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private MimeMessage message(Delivery delivery, EventValues values)
            throws MessagingException, IOException, InterruptedException {
        MimeMessage message = new IdentifiedMessage(session, delivery.idempotencyKey());
        message.setFrom(options.from().get(0));
        message.setRecipients(Message.RecipientType.TO, array(options.to()));
        message.setRecipients(Message.RecipientType.CC, array(options.cc()));
        if (!options.replyTo().isEmpty()) {
            message.setReplyTo(array(options.replyTo()));
        }
        // A line break in a value must not begin another header.
        message.setSubject(OneLine.of(options.subject().fill(values)), UTF_8);
        message.setText(options.body().fill(values), UTF_8);
        message.setSentDate(Date.from(delivery.change().receivedAt()));
        message.setHeader("Auto-Submitted", "auto-generated");
        return message;
    }

    private static Address[] array(List<? extends Address> addresses) {
        return addresses.toArray(Address[]::new);
    }

    private String words(MessagingException problem) {
        StringBuilder words = new StringBuilder();
        Exception next = problem;
        while (next != null) {
            words.append(words.isEmpty() ? "" : "; ")
                    .append(next.getClass().getSimpleName())
                    .append(": ")
                    .append(next.getMessage());
            next = next instanceof MessagingException nested ? nested.getNextException() : null;
        }
        String text = words.toString();
        Optional<String> password = options.password();
        return OneLine.of(password.isPresent() ? text.replace(password.get(), "***") : text);
    }

    /** A message whose id is that of the delivery. */
    private static final class IdentifiedMessage extends MimeMessage {
        private final String key;

        IdentifiedMessage(Session session, String key) {
            super(session);
            this.key = key;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + key.replaceAll("[^A-Za-z0-9.-]", "-") + "@sitehook.invalid>");
        }
    }
}
