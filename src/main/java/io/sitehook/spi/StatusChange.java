package io.sitehook.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * A status change as SiteCapture reported it: a project has entered a status. Implemented by Sitehook; immutable and
 * safe to share between threads.
 *
 * <p>The report is small: a project id and two names of the status. It carries neither a number nor a time of its own.
 * Treat it as a hint, and read the project itself through SiteCapture's API where its content matters.
 */
public interface StatusChange {

    /**
     * The id that Sitehook gave the event when it was received.
     *
     * @return a UUID in its usual text form, 36 characters; the same over retries and replays
     */
    String id();

    /**
     * The connection through which it came in.
     *
     * @return the connection's name, as in the webhook's URL
     */
    String connection();

    /**
     * The project whose status changed.
     *
     * @return the id exactly as sent, 1 to 200 characters: the characters of the number if it was sent as a number, the
     *     text if it was sent as text
     */
    String projectId();

    /**
     * The display name of the status, for example {@code Complete}. Administrators rename these: decide by
     * {@link #workflowState()}.
     *
     * @return the name as sent, empty if there was none
     */
    String status();

    /**
     * The code of the workflow state, for example {@code COMPLETE}. {@code COMPLETE} is the only code that SiteCapture
     * documents.
     *
     * @return the code as sent; empty for a status without a workflow state (sent as null, as an empty text or not at
     *     all)
     */
    Optional<String> workflowState();

    /**
     * When Sitehook received it.
     *
     * @return the instant at which it was taken in, in milliseconds, on the server's clock
     */
    Instant receivedAt();

    /**
     * The body of the request.
     *
     * @return a new copy of the bytes exactly as they were received and signed, but for the value of {@code api_key},
     *     which is replaced by {@code "***"}
     */
    byte[] body();

    /**
     * The SHA-256 of the body as it was received, before {@code api_key} was masked.
     *
     * @return 64 lower-case hexadecimal digits
     */
    String bodySha256();

    /**
     * One field of the body's JSON object, known or not.
     *
     * @param name the field's name, on the top level of the object
     * @return the content of a text, or the JSON as sent of anything else ({@code null} included, as the text
     *     {@code null}); empty if there is no such field; {@code ***} for {@code api_key}
     */
    Optional<String> field(String name);

    /**
     * The earlier event that this one repeats: the project's latest before it, with the same bytes. It was delivered
     * too, and too long ago to be the same request sent twice, so the project has probably entered the state again.
     *
     * @return the {@link #id()} of that event, empty if this one is no repetition
     */
    Optional<String> repeatOf();
}
