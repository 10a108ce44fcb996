package io.sitehook.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request whose signature was verified, as it is to be stored.
 *
 * @param connection the connection's name
 * @param body the body, with the value of {@code api_key} masked
 * @param bodySha256 32 bytes: the SHA-256 of the body as it was received, before masking
 * @param content what the body says
 * @param selected false if the connection does not select this workflow state: it is recorded and not delivered
 * @param duplicateWindow how young the project's latest event must be for this one to count as its duplicate; zero: never
 * @param signature how the signature matched, in words, for example {@code current secret, hex}
 * @param origin where it came from, for people
 */
public record Incoming(
        String connection,
        byte[] body,
        byte[] bodySha256,
        Content content,
        boolean selected,
        Duration duplicateWindow,
        String signature,
        Origin origin) {

    /** What a body says: a status change, or nothing that can be read. */
    public sealed interface Content {}

    /**
     * A JSON object with a project and an event.
     *
     * @param projectId the project's id exactly as sent
     * @param event the kind of event, {@code status_change} for those that handlers get
     * @param status the display name, empty if there was none
     * @param workflowState the code of the state, null if there was none
     */
    public record Parsed(
            String projectId,
            String event,
            String status,
            @Nullable String workflowState) implements Content {}

    /**
     * Authentic, but not to be understood.
     *
     * @param reason why not, in words for people
     */
    public record Unreadable(String reason) implements Content {}

    /**
     * Where a request came from.
     *
     * @param remoteAddress the peer's address as the container gives it
     * @param contentType the Content-Type header, cut at 256 characters
     * @param userAgent the User-Agent header, cut at 256 characters
     * @param hops the Sitehooks that relayed it, ids separated by commas, cut at 1,000 characters; null if none did
     * @param traceparent its place in a distributed trace, checked to be well formed; null if it named none
     */
    public record Origin(
            String remoteAddress,
            @Nullable String contentType,
            @Nullable String userAgent,
            @Nullable String hops,
            @Nullable String traceparent) {

        /** Of a request that no Sitehook relayed, and that is in no trace. */
        public Origin(String remoteAddress, @Nullable String contentType, @Nullable String userAgent) {
            this(remoteAddress, contentType, userAgent, null, null);
        }
    }
}
