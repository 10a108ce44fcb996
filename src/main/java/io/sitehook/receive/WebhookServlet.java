package io.sitehook.receive;

import java.lang.System.Logger.Level;
import java.time.Duration;
import org.glassfish.jersey.servlet.ServletContainer;

/**
 * Jersey as a servlet that answers what it has taken before it goes: containers destroy servlets before they tell
 * listeners, and Jersey could not answer any more after that. Map it on {@code /webhooks/*}, with async supported.
 */
public final class WebhookServlet extends ServletContainer {
    private static final System.Logger LOGGER = System.getLogger(WebhookServlet.class.getName());
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final long serialVersionUID = 1L;

    private final transient OpenAnswers answers;

    /**
     * Makes the servlet.
     *
     * @param application what it serves; no other servlet may
     */
    public WebhookServlet(WebhookApplication application) {
        super(application);
        answers = application.open();
    }

    @Override
    public void destroy() {
        int open = answers.awaitNone(LONGEST_WAIT);
        if (open > 0) {
            LOGGER.log(
                    Level.WARNING,
                    "the application stops, and " + open + " posts that were taken stay unanswered; what is stored of"
                            + " them is handled after the next start, and their senders may send them again");
        }
        super.destroy();
    }
}
