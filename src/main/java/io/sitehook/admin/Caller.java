package io.sitehook.admin;

import io.sitehook.store.AuditTrail;
import io.sitehook.store.StoreUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Who calls, and the waiting for what he asked for. */
final class Caller {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int LONGEST = 500;

    private final AdminStore store;
    private final HttpServletRequest request;

    Caller(AdminStore store, HttpServletRequest request) {
        this.store = store;
        this.request = request;
    }

    /** The user's name. */
    String name() {
        Principal principal = request.getUserPrincipal();
        return principal == null ? "unknown" : principal.getName();
    }

    /** Notes what was done. The deed and its row are two commits: a crash between them leaves the deed unnoted. */
    void did(String action, String target, String detail) {
        Long unused = await(store.auditTrail()
                .record(new AuditTrail.Action(name(), action, cut(target), cut(detail), request.getRemoteAddr())));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }

    /** Waits for a commit; what goes wrong with it is thrown. */
    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new StoreUnavailableException(
                    "the store took too long; whether it was done is unknown, look before you ask again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("the server is stopping", e);
        }
    }
}
