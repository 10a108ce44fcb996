package io.sitehook.admin;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Keeps bodies that no call needs out of memory. */
@Provider
final class BodyLimit implements ContainerRequestFilter {
    /** A repaired body of 64 KiB, each byte of it escaped. */
    static final int LARGEST = 512 << 10;

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getLength() > LARGEST) {
            throw tooLarge();
        }
        request.setEntityStream(new Bounded(request.getEntityStream()));
    }

    private static WebApplicationException tooLarge() {
        return new WebApplicationException(
                Problem.of(Response.Status.REQUEST_ENTITY_TOO_LARGE, "a body may have " + LARGEST + " bytes")
                        .toResponse());
    }

    /** For bodies that do not say how long they are. */
    private static final class Bounded extends FilterInputStream {
        private int read;

        Bounded(InputStream stream) {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count = super.read(bytes, from, length);
            count(Math.max(0, count));
            return count;
        }

        private void count(int more) {
            read += more;
            if (read > LARGEST) {
                throw tooLarge();
            }
        }
    }
}
