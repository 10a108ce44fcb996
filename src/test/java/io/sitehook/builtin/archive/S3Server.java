package io.sitehook.builtin.archive;

import io.sitehook.testing.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** S3Proxy, an S3-compatible server that checks signatures, as a process of its own, with its objects in memory. */
final class S3Server implements AutoCloseable {
    static final String ACCESS_KEY = "canary-access-key";
    static final String SECRET_KEY = "canary-secret-key";
    static final String BUCKET = "photos";

    private static final long LONGEST_SECONDS = 120;

    private final Process process;
    private final Path log;
    private final HttpClient client = HttpClient.newHttpClient();
    final URI url;

    private S3Server(Process process, Path log, URI url) {
        this.process = process;
        this.log = log;
        this.url = url;
    }

    static S3Server start(Path directory) throws IOException, InterruptedException {
        URI url = URI.create("http://127.0.0.1:" + FreePort.find());
        Path properties = Files.writeString(
                directory.resolve("s3proxy.properties"),
                "s3proxy.endpoint=" + url + "\ns3proxy.authorization=aws-v2-or-v4\ns3proxy.identity=" + ACCESS_KEY
                        + "\ns3proxy.credential=" + SECRET_KEY
                        + "\njclouds.provider=transient\njclouds.identity=x\njclouds.credential=x\n");
        Path log = directory.resolve("s3proxy.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-jar",
                        System.getProperty("sitehook.test.s3proxy", "target/s3proxy.jar"),
                        "--properties",
                        properties.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        S3Server server = new S3Server(process, log, url);
        server.awaitAnswer();
        int created = server.send("PUT", "/" + BUCKET);
        if (created != 200) {
            server.close();
            throw new IOException("the bucket could not be made: " + created + "\n" + Files.readString(log));
        }
        return server;
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (true) {
            try {
                client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding());
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() - end > 0) {
                    close();
                    throw new IOException("the S3 server does not answer:\n" + Files.readString(log), e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100)); // another process starts
            }
        }
    }

    BucketAccess access(String secretKey, Path temporary) {
        return new BucketAccess(url, "us-east-1", BUCKET, "sub/", ACCESS_KEY, secretKey, temporary);
    }

    private int send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = new S3Signer(access(SECRET_KEY, Path.of(".")), Clock.systemUTC())
                .sign(method, URI.create(url + path), Map.of(), null);
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
