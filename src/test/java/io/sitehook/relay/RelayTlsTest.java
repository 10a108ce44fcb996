package io.sitehook.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are checked, and against the name in the URL although a checked address is connected to. */
class RelayTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path directory;

    private final RelayFixture fixture = new RelayFixture();
    private SSLContext context;
    private TestTarget target;

    @BeforeEach
    void makeCertificate() throws Exception {
        Path file = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=target.example",
                        "-ext",
                        "san=dns:target.example",
                        "-alias",
                        "target")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.txt").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(file)) {
            keys.load(stream, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        target = new TestTarget(context);
    }

    @AfterEach
    void close() {
        target.close();
        fixture.close();
    }

    private String reason(Relay relay) throws InterruptedException {
        Sending sending = relay.send(fixture.delivery("1"), Hops.NONE);
        return sending instanceof Sending.Failed failed ? failed.reason() : sending.toString();
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
        assertThat(reason(fixture.relay(target.url("target.example")))).contains("TLS with target.example");
        assertThat(target.got).isEmpty();
    }

    @Test
    void aCertificateForTheNameInTheUrlIsTaken() throws Exception {
        fixture.tls = context;
        assertThat(fixture.relay(target.url("target.example")).send(fixture.delivery("1"), Hops.NONE))
                .isInstanceOf(Sending.Done.class);
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        fixture.tls = context;
        fixture.names.put("other.example", java.util.List.of("127.0.0.1"));
        assertThat(reason(fixture.relay(target.url("other.example")))).contains("TLS with other.example");
        assertThat(target.got).isEmpty();
    }
}
