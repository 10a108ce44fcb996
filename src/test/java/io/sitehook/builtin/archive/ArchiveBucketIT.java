package io.sitehook.builtin.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.builtin.options.Options;
import io.sitehook.spi.SiteCaptureException;
import io.sitehook.spi.StatusChange;
import io.sitehook.spi.testing.AttemptResult;
import io.sitehook.spi.testing.AttemptResult.Kind;
import io.sitehook.spi.testing.FakeSiteCapture;
import io.sitehook.spi.testing.HandlerRun;
import io.sitehook.spi.testing.StatusChangeBuilder;
import io.sitehook.spi.testing.TestContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive in a bucket of a real S3-compatible server. */
@Tag("wide")
class ArchiveBucketIT {
    @TempDir
    static Path servers;

    private static S3Server server;

    @TempDir
    Path temporary;

    private final TestContext context = TestContext.forHandler("photos");
    private BucketShelf shelf;

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.start(servers);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void shelf() {
        context.clock().set(Instant.now()); // a signature is good for some minutes
        shelf = new BucketShelf(server.access(S3Server.SECRET_KEY, temporary), Clock.systemUTC());
    }

    @Test
    void aProjectIsKeptAndCompletedLaterWithoutFetchingTwice() throws Exception {
        FakeSiteCapture siteCapture = context.siteCapture("sitecapture")
                .putProject("3057", Map.of("status", "COMPLETE"))
                .putField("3057", "roof & wall", "a", null, "11", "12")
                .putPhoto("11", bytes("photo 11"))
                .putPhoto("12", bytes("photo 12"))
                .putReport("3057", bytes("%PDF"));
        StatusChange change = StatusChangeBuilder.statusChange().build();
        Options options = new Options(
                "photos",
                Map.of(
                        "bucket",
                        S3Server.BUCKET,
                        "endpoint",
                        server.url.toString(),
                        "prefix",
                        "sub",
                        "access-key",
                        S3Server.ACCESS_KEY,
                        "secret-key",
                        S3Server.SECRET_KEY,
                        "temporary-directory",
                        temporary.toString(),
                        "second-look",
                        "0"),
                temporary);
        try (HandlerRun run = HandlerRun.start(new ArchiveHandler(options), context)) {
            assertThat(context.logger().lines()).isEmpty();
            siteCapture.failNext(SiteCaptureException.failed("first", null));
            assertThat(run.handle(change).kind()).isEqualTo(Kind.FAILED);
            AttemptResult done = run.handle(change);
            assertThat(done.kind()).as(done.text()).isEqualTo(Kind.DONE);
            shelf.write("sitecapture/3057/manifest.json", bytes("lost"), "text/plain");
            assertThat(run.handle(change).kind()).isEqualTo(Kind.DONE);
        }
        assertThat(siteCapture.calls())
                .filteredOn(call -> call.startsWith("photo "))
                .hasSize(2);
        Manifest manifest = Manifest.read(shelf.read("sitecapture/3057/manifest.json"));
        assertThat(manifest.files()).hasSize(4);
        for (Map.Entry<String, Manifest.Entry> file : manifest.files().entrySet()) {
            byte[] content = shelf.read("sitecapture/3057/" + file.getKey()).orElseThrow();
            assertThat(Hex.sha256(content))
                    .as(file.getKey())
                    .isEqualTo(file.getValue().sha256());
            assertThat(shelf.sha256("sitecapture/3057/" + file.getKey()))
                    .isEqualTo(file.getValue().sha256());
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void aLongListingIsReadToItsEnd() throws Exception {
        for (int i = 0; i < 1_005; i++) {
            shelf.write("many/p/" + i, bytes("x"), "text/plain");
        }
        shelf.write("many/pq", bytes("not in it"), "text/plain");
        assertThat(shelf.list("many/p")).hasSize(1_005).containsEntry("many/p/1004", 1L);
        assertThat(shelf.read("many/none")).isEqualTo(Optional.empty());
    }

    @Test
    void wrongKeysAreNamedAsAProblemOfTheBucketAndNotShown() {
        BucketShelf wrong = new BucketShelf(server.access("canary-wrong", temporary), Clock.systemUTC());
        assertThatThrownBy(wrong::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("can't write into the archive's bucket")
                .rootCause()
                .hasMessageContaining("answered 403")
                .hasMessageNotContaining("canary");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
