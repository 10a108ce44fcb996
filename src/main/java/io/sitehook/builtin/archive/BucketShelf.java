package io.sitehook.builtin.archive;

import io.sitehook.builtin.options.OneLine;
import io.sitehook.spi.Download;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An S3-compatible bucket. An object appears whole or not at all, so no temporary names are needed there; its digest is
 * kept with it, as metadata, and is part of what is signed, so a body that was damaged on its way is refused.
 */
final class BucketShelf implements Shelf {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final String DIGEST = "x-amz-meta-sha256";

    private final BucketAccess access;
    private final S3Signer signer;
    private final HttpClient client;

    BucketShelf(BucketAccess access, Clock clock) {
        this.access = access;
        signer = new S3Signer(access, clock);
        client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public void open() throws IOException, InterruptedException {
        Files.createDirectories(access.temporary());
        try {
            write(".sitehook-probe", new byte[] {'o', 'k'}, "text/plain");
        } catch (IOException e) {
            throw new IOException(
                    "can't write into the archive's bucket " + access + "; check bucket, endpoint, region, access-key"
                            + " and secret-key",
                    e);
        }
    }

    @Override
    public Map<String, Long> list(String folder) throws IOException, InterruptedException {
        Map<String, Long> sizes = new TreeMap<>();
        String next = null;
        do {
            // In the order in which they are signed.
            String query = (next == null ? "" : "continuation-token=" + encode(next) + "&") + "list-type=2&prefix="
                    + encode(access.prefix() + folder + "/");
            BucketListing page =
                    BucketListing.read(expect(OK, send("GET", query, "", Map.of(), null, BodyHandlers.ofString())));
            page.sizes()
                    .forEach((key, size) ->
                            sizes.put(key.substring(access.prefix().length()), size));
            next = page.next();
        } while (next != null);
        return sizes;
    }

    @Override
    public String sha256(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("HEAD", "", path, Map.of(), null, BodyHandlers.ofString());
        expect(OK, answer);
        return answer.headers()
                .firstValue(DIGEST)
                .orElseThrow(() -> new IOException("the object " + path + " in bucket " + access
                        + " has no digest, so it was not put there by this archive; delete or move it"));
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send("GET", "", path, Map.of(), null, BodyHandlers.ofByteArray());
        if (answer.statusCode() == NOT_FOUND) {
            return Optional.empty();
        }
        if (answer.statusCode() != OK) {
            throw problem(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
        }
        return Optional.of(answer.body());
    }

    @Override
    public void write(String path, byte[] content, String contentType) throws IOException, InterruptedException {
        Path file = incoming();
        try {
            Files.write(file, content);
            put(path, file, Hex.sha256(content), contentType);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public Path incoming() {
        return access.temporary().resolve("sitehook-archive-" + UUID.randomUUID() + ".tmp");
    }

    @Override
    public void keep(String path, Download download) throws IOException, InterruptedException {
        put(path, download.file(), download.sha256(), download.contentType());
    }

    @Override
    public void sync(String folder) {
        // The service has said that it has them.
    }

    private void put(String path, Path file, String sha256, String contentType)
            throws IOException, InterruptedException {
        Map<String, String> headers = Map.of("Content-Type", contentType, DIGEST, sha256);
        expect(OK, send("PUT", "", path, headers, file, BodyHandlers.ofString()));
    }

    /** Ends at the interrupt, and after a time in any case: the JDK's own limit ends with the headers. */
    private <T> HttpResponse<T> send(
            String method,
            String query,
            String path,
            Map<String, String> headers,
            @Nullable Path file,
            BodyHandler<T> handler)
            throws IOException, InterruptedException {
        String key = path.isEmpty() ? "" : "/" + access.prefix() + path;
        URI url = URI.create(access.endpoint() + "/" + access.bucket() + key + (query.isEmpty() ? "" : "?" + query));
        CompletableFuture<HttpResponse<T>> future = client.sendAsync(signer.sign(method, url, headers, file), handler);
        try {
            return future.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the bucket " + access + " can't be reached: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the bucket " + access + " did not answer in " + LONGEST.toMinutes() + " min", e);
        } finally {
            future.cancel(true);
        }
    }

    private String expect(int status, HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != status) {
            throw problem(answer.statusCode(), answer.body());
        }
        return answer.body();
    }

    private IOException problem(int status, String body) {
        // Hidden before it is cut, as half a secret is still one.
        String said = OneLine.of(body.replace(access.secretKey(), "***").replace(access.accessKey(), "***"));
        return new IOException("the bucket " + access + " answered " + status + ": " + said);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }
}
