package io.sitehook.receive;

import static java.lang.System.Logger.Level.WARNING;

import io.sitehook.store.Inbox;
import io.sitehook.store.Incoming;
import io.sitehook.store.Receipt;
import io.sitehook.store.StoreUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what {@link SignatureFilter} let through: reads it, checks the api_key, stores it, and answers after the
 * commit. Thread-safe.
 */
@Path("{connection}")
public final class WebhookResource {
    private final StatusChangeReader reader = new StatusChangeReader();
    private final Inbox inbox;
    private final Rejections rejections;
    private final AnswerListener answers;

    /**
     * Makes the resource.
     *
     * @param inbox where posts are stored
     * @param rejections shared with the filter
     * @param answers hears of each post whose sender is told that it is stored
     */
    public WebhookResource(Inbox inbox, Rejections rejections, AnswerListener answers) {
        this.inbox = inbox;
        this.rejections = rejections;
        this.answers = answers;
    }

    /**
     * Takes one post. Its entity is not read: the verified bytes are.
     *
     * @param request carries what the filter verified; without that, nothing is processed
     * @param answer is given when the store has committed, on its thread
     */
    @POST
    @Consumes(MediaType.WILDCARD)
    public void receive(@Context HttpServletRequest request, @Suspended AsyncResponse answer) {
        VerifiedBody verified = VerifiedBody.of(request);
        if (verified == null) {
            IllegalStateException error = new IllegalStateException("no SignatureFilter in front of the webhooks");
            rejections.note("bug", "a post was answered 503 and nothing was stored: it was not verified", error);
            answer.resume(rejections.answer(Refusal.UNAVAILABLE));
            return;
        }
        Endpoint endpoint = verified.endpoint();
        StatusChangeReading reading = reader.read(verified.bytes(), endpoint.apiKey());
        String problem = apiKeyProblem(endpoint, reading);
        if (problem != null) {
            answer.resume(rejections.answer(rejections.reject(new RejectionListener.Rejected(
                    endpoint.connection(),
                    verified.origin().remoteAddress(),
                    problem,
                    true,
                    List.of(),
                    verified.bytes()))));
            return;
        }
        CompletableFuture<Receipt> unused = inbox.store(incoming(verified, reading))
                .whenComplete((receipt, error) -> answer.resume(
                        error == null
                                ? stored(receipt, endpoint, reading.content())
                                : notStored(error, endpoint.connection())));
    }

    /** An unreadable body passes: that its signature fits says enough, and a person will look at it. */
    private static @Nullable String apiKeyProblem(Endpoint endpoint, StatusChangeReading reading) {
        byte[] expected = endpoint.apiKey();
        if (expected == null || reading.content() instanceof Incoming.Unreadable) {
            return null;
        }
        String given = reading.apiKey();
        if (given == null) {
            return "the signature fits, but the body has no api_key and the connection wants one";
        }
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected)
                ? null
                : "the signature fits, but api_key is not the one that is set for the connection";
    }

    private static Incoming incoming(VerifiedBody verified, StatusChangeReading reading) {
        Endpoint endpoint = verified.endpoint();
        return new Incoming(
                endpoint.connection(),
                reading.maskedBody(),
                sha256(verified.bytes()),
                reading.content(),
                isSelected(endpoint, reading.content()),
                endpoint.duplicateWindow(),
                verified.signature(),
                verified.origin());
    }

    private static boolean isSelected(Endpoint endpoint, Incoming.Content content) {
        return !(content instanceof Incoming.Parsed parsed)
                || endpoint.selected().includes(Optional.ofNullable(parsed.workflowState()));
    }

    private Response stored(Receipt receipt, Endpoint endpoint, Incoming.Content content) {
        answers.answeredStored();
        answers.answered(endpoint.connection(), receipt.result());
        String reason = content instanceof Incoming.Unreadable unreadable ? unreadable.reason() : null;
        if (reason != null && endpoint.unreadableAnswer() == 400) {
            return Refusal.unreadable(reason).toResponse();
        }
        String json = "{\"event\":" + JsonText.quote(receipt.event()) + ",\"result\":"
                + JsonText.quote(receipt.result().name().toLowerCase(Locale.ROOT))
                + (reason == null ? "" : ",\"reason\":" + JsonText.quote(reason)) + "}";
        return Response.ok(json.getBytes(StandardCharsets.UTF_8), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private Response notStored(Throwable error, String connection) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof StoreUnavailableException) {
            rejections.note(
                    WARNING,
                    "store",
                    "a post to connection " + connection + " was answered 503, to be sent again: "
                            + cause.getMessage());
            return rejections.answer(Refusal.UNAVAILABLE);
        }
        rejections.note("bug", "a post to connection " + connection + " was answered 500: " + cause, cause);
        return rejections.answer(Refusal.BUG);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
