package io.sitehook.admin;

import io.sitehook.store.BadCursorException;
import io.sitehook.store.StoreUnavailableException;
import jakarta.json.JsonException;
import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Answers whatever a resource or Jersey throws as a problem, without stack trace or class name. */
@Provider
final class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final System.Logger LOGGER = System.getLogger(ProblemMapper.class.getName());

    @Override
    public Response toResponse(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof StoreUnavailableException unavailable) {
            return Problem.of(Response.Status.SERVICE_UNAVAILABLE, String.valueOf(unavailable.getMessage()))
                    .toResponse();
        }
        if (cause instanceof BadCursorException) {
            return Problem.badInput(List.of(new Problem.Field("cursor", String.valueOf(cause.getMessage()))))
                    .getResponse();
        }
        if (isJson(cause)) {
            return Problem.badInput(List.of(new Problem.Field("body", "is not the JSON object that this call takes")))
                    .getResponse();
        }
        if (cause instanceof WebApplicationException known) {
            Response response = known.getResponse();
            if (response.hasEntity()) {
                return response;
            }
            Response.StatusType status = response.getStatusInfo();
            Response.ResponseBuilder answer = Response.fromResponse(
                    Problem.of(status, detail(status.getStatusCode())).toResponse());
            String allow = response.getHeaderString("Allow");
            return (allow == null ? answer : answer.header("Allow", allow)).build();
        }
        LOGGER.log(System.Logger.Level.ERROR, "a call of the admin API was answered 500", cause);
        return Problem.of(
                        Response.Status.INTERNAL_SERVER_ERROR,
                        "a fault of Sitehook's; the log has the details, and nothing that was stored is lost")
                .toResponse();
    }

    private static boolean isJson(@Nullable Throwable error) {
        Throwable at = error;
        while (at != null) {
            if (at instanceof JsonbException || at instanceof JsonException) {
                return true;
            }
            at = at instanceof ProcessingException ? at.getCause() : null;
        }
        return false;
    }

    private static String detail(int status) {
        return switch (status) {
            case 404 -> "there is no such resource";
            case 405 -> "this resource does not take that method";
            case 406 -> "this resource has no such form; it speaks application/json";
            case 415 -> "this resource takes application/json";
            default -> "the request can't be done";
        };
    }
}
