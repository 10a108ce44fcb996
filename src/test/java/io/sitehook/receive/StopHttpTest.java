package io.sitehook.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.store.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The application goes while a post waits for the store. */
class StopHttpTest {
    private static final byte[] BODY = "{\"project_id\":1,\"event\":\"e\"}".getBytes(StandardCharsets.UTF_8);

    @Test
    void aPostThatWasTakenIsAnsweredBeforeTheApplicationIsGone() throws Exception {
        ReceiveServer server = new ReceiveServer(ReceiveServer.Setup.DEFAULT);
        CompletableFuture<Receipt> commit = new CompletableFuture<>();
        server.inbox.behave(incoming -> commit);
        try (HttpConnection connection = server.connect()) {
            connection.send(ReceiveServer.request(ReceiveServer.PATH, BODY, ReceiveServer.withSignature(BODY)));
            Until.isTrue(() -> !server.inbox.stored().isEmpty());
            FutureTask<Void> stop = new FutureTask<>(() -> {
                server.close();
                return null;
            });
            Thread stopping = new Thread(stop, "stopping");
            stopping.start();
            Until.isTrue(() -> stop.isDone()
                    || Stream.of(stopping.getStackTrace())
                            .anyMatch(frame -> frame.getMethodName().equals("awaitNone")));
            assertThat(stop.isDone()).as("it has not waited").isFalse();
            commit.complete(new Receipt(FakeInbox.EVENT, Receipt.Result.STORED));
            assertThat(connection.answer().status()).isEqualTo(200);
            stop.get();
        }
    }
}
