package io.sitehook.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.receive.HttpConnection.Answer;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is read behind the filter is what was verified, whichever way it is read. */
class SameBytesHttpTest {
    private static final byte[] BODY = "project_id=1&event=e&x=\u00e4\r\n".getBytes(StandardCharsets.UTF_8);
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    /** Sends back what it reads, through the reader if the path says so. */
    private static final class Echo extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            byte[] read;
            if (request.getRequestURI().endsWith("reader")) {
                StringWriter text = new StringWriter();
                request.getReader().transferTo(text);
                read = text.toString().getBytes(StandardCharsets.UTF_8);
            } else {
                read = request.getInputStream().readAllBytes();
            }
            response.setContentLength(read.length);
            response.setHeader("X-Length", request.getContentLength() + " " + request.getContentLengthLong());
            response.setHeader("X-Parameters", request.getParameterMap().size() + " " + request.getParameter("event"));
            response.setHeader("X-Pass", String.valueOf(request.getDispatcherType()));
            response.getOutputStream().write(read);
        }
    }

    @Test
    void streamAndReaderGiveTheVerifiedBytes() throws Exception {
        try (ReceiveServer server =
                new ReceiveServer(new ReceiveServer.Setup(BodyLimits.DEFAULT, 1000, null, new Echo()))) {
            server.endpoints.put("reader", java.util.Objects.requireNonNull(server.endpoints.get("sitecapture")));
            for (String path : List.of("/sitehook/webhooks/reader", ReceiveServer.PATH)) {
                byte[] request = ReceiveServer.request(path, BODY, ReceiveServer.withSignature(BODY, FORM));
                check(server.send(request));
                try (HttpConnection inPieces = server.connect()) {
                    inPieces.send(java.util.Arrays.copyOf(request, request.length - 5));
                    Until.isTrue(() -> server.busyThreads() == 0);
                    inPieces.send(java.util.Arrays.copyOfRange(request, request.length - 5, request.length));
                    check(inPieces.answer());
                }
            }
        }
    }

    private static void check(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().getBytes(StandardCharsets.UTF_8)).isEqualTo(BODY);
        assertThat(answer.header("X-Length")).isEqualTo(BODY.length + " " + BODY.length);
        assertThat(answer.header("X-Parameters")).isEqualTo("0 null");
    }

    /** A second pass through the container is what makes a post dear. */
    @Test
    void onlyABodyThatIsStillComingTakesASecondPass() throws Exception {
        AtomicInteger passes = new AtomicInteger();
        Filter counting = (request, response, chain) -> {
            chain.doFilter(request, response);
            passes.incrementAndGet();
        };
        try (ReceiveServer server =
                new ReceiveServer(new ReceiveServer.Setup(BodyLimits.DEFAULT, 1000, counting, new Echo()))) {
            byte[] request = ReceiveServer.request(ReceiveServer.PATH, BODY, ReceiveServer.withSignature(BODY, FORM));
            assertThat(server.send(request).header("X-Pass")).isEqualTo("REQUEST");
            Until.isTrue(() -> passes.get() == 1);
            try (HttpConnection inPieces = server.connect()) {
                inPieces.send(java.util.Arrays.copyOf(request, request.length - 1));
                Until.isTrue(() -> passes.get() == 2);
                inPieces.send(java.util.Arrays.copyOfRange(request, request.length - 1, request.length));
                assertThat(inPieces.answer().header("X-Pass")).isEqualTo("ASYNC");
            }
        }
    }

    /** The container has then eaten the form: it is refused, never taken for the empty body that is left. */
    @Test
    void aFilterInFrontThatAsksForAParameterMakesAFormFail() throws Exception {
        Filter careless = (request, response, chain) -> {
            request.getParameter("event");
            chain.doFilter(request, response);
        };
        try (ReceiveServer server =
                new ReceiveServer(new ReceiveServer.Setup(BodyLimits.DEFAULT, 1000, careless, null))) {
            assertThat(server.post(BODY, FORM).status()).isEqualTo(401);
            byte[] signedAsEmpty = ReceiveServer.request(
                    ReceiveServer.PATH, BODY, FORM, "x-hmac-hash: " + ReceiveServer.SIGNER.hex(new byte[0]));
            assertThat(server.send(signedAsEmpty).status()).isEqualTo(401);
            assertThat(server.inbox.stored()).isEmpty();
            assertThat(server.log.lines().get(0)).contains("something in front has read it");
            assertThat(server.post(BODY, "Content-Type: application/json").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void theResourceTakesNothingThatWasNotVerified() throws Exception {
        Rejections rejections = new Rejections(new RecordingLogger(), System::nanoTime, 10, post -> {});
        FakeInbox inbox = new FakeInbox();
        try (ReceiveServer server = new ReceiveServer(new ReceiveServer.Setup(
                BodyLimits.DEFAULT,
                1000,
                // Goes around the signature filter.
                (request, response, chain) -> request.getServletContext()
                        .getNamedDispatcher("webhooks")
                        .forward(request, response),
                new org.glassfish.jersey.servlet.ServletContainer(new WebhookApplication(inbox, rejections))))) {
            assertThat(server.post(BODY).status()).isEqualTo(503);
            assertThat(inbox.stored()).isEmpty();
        }
    }
}
