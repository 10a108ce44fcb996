package io.sitehook.admin;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a call was not done, as {@code application/problem+json}.
 *
 * @param problems for input that is wrong: all that is, by field; null otherwise
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable List<Field> problems) {
    static final String MEDIA_TYPE = "application/problem+json";

    /** What is wrong with one field or parameter. */
    public record Field(String field, String message) {}

    /** A problem without fields. */
    static Problem of(Response.StatusType status, String detail) {
        return new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail, null);
    }

    /** Input that is wrong. */
    static WebApplicationException badInput(List<Field> fields) {
        Problem problem = new Problem(
                "about:blank",
                "Bad Request",
                400,
                fields.size() == 1
                        ? fields.get(0).field() + " " + fields.get(0).message()
                        : fields.size() + " things are wrong with the request",
                fields);
        return new WebApplicationException(problem.toResponse());
    }

    /** Something that is not there. */
    static WebApplicationException notFound(String detail) {
        return new WebApplicationException(of(Response.Status.NOT_FOUND, detail).toResponse());
    }

    /** Something that can't be done in the state that things are in. */
    static WebApplicationException conflict(String detail) {
        return new WebApplicationException(of(Response.Status.CONFLICT, detail).toResponse());
    }

    Response toResponse() {
        return Response.status(status).entity(this).type(MEDIA_TYPE).build();
    }
}
