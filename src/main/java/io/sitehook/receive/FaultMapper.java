package io.sitehook.receive;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;

/** Answers whatever Jersey or the resource throws, so that no page of Jersey or the container is seen. */
@Provider
final class FaultMapper implements ExceptionMapper<Throwable> {
    private final Rejections rejections;

    FaultMapper(Rejections rejections) {
        this.rejections = rejections;
    }

    @Override
    public Response toResponse(Throwable error) {
        if (error instanceof WebApplicationException known) {
            return switch (known.getResponse().getStatus()) {
                case 404 -> rejections.answer(Refusal.NOT_FOUND);
                case 405 -> rejections.answer(Refusal.METHOD);
                default -> bug(error);
            };
        }
        return bug(error);
    }

    private Response bug(Throwable error) {
        String kind = error instanceof IOException ? "connection lost" : "bug";
        rejections.note(kind, "a post was answered 500: " + error, error);
        return rejections.answer(Refusal.BUG);
    }
}
