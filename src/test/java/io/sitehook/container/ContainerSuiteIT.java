package io.sitehook.container;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static io.sitehook.standalone.ServedHome.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.handle.HandlerJars;
import io.sitehook.standalone.ServedHome;
import io.sitehook.verify.Signer;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The WAR as built in a container, with the home where the container would have it: the same tests for each, run once per
 * container by the build.
 */
@ExtendWith(SuiteResult.class)
@ArquillianTest
@RunAsClient
class ContainerSuiteIT {
    private static final String WAR = "sitehook";
    private static final int LARGEST_BODY = 64 << 10;
    private static final Path BASE = Path.of(System.getProperty("sitehook.test.base", ""));
    private static final boolean WILDFLY = "wildfly".equals(System.getProperty("arquillian.launch"));

    private static ServedHome served;
    private static boolean deployed;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url = "http://127.0.0.1:" + System.getProperty("sitehook.test.port") + "/sitehook";

    @ArquillianResource
    Deployer deployer;

    @Deployment(name = WAR, testable = false, managed = false)
    static WebArchive war() {
        return ShrinkWrap.create(ZipImporter.class, WAR + ".war")
                .importFrom(new File(System.getProperty("sitehook.test.war")))
                .as(WebArchive.class);
    }

    @BeforeEach
    void deployOnce() throws Exception {
        if (served == null) {
            served = new ServedHome(BASE, BASE.resolve(WILDFLY ? "data/sitehook" : "sitehook"), "");
        }
        if (!deployed) {
            deploy();
        }
    }

    private void deploy() throws Exception {
        ClassPathJar jar = WILDFLY
                ? ClassPathJar.inWildfly(
                        Path.of(System.getProperty("wildfly.home")), BASE, System.getProperty("wildfly.management"))
                : ClassPathJar.inTomcat(BASE);
        jar.install();
        deployer.deploy(WAR);
        deployed = true;
    }

    @Test
    void aSignedPostIsStoredAndHandled() throws Exception {
        HttpResponse<String> answer = served.post(url, body("signed", "COMPLETE"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String event = event(answer);
        assertThat(served.query("SELECT project_id FROM event WHERE id = '" + event + "'"))
                .isEqualTo("signed");
        await(
                "both example handlers have run",
                () -> served.query("SELECT count(*) FROM delivery WHERE state = 'DONE'"
                                + " AND handler IN ('log', 'write-file') AND "
                                + ofEvent(event))
                        .equals("2"));
        assertThat(served.written.resolve("signed")).isDirectoryContaining("glob:**" + event + "*");
    }

    @Test
    void theAdminPageOpensToTheUsersOfTheContainerAlone() throws Exception {
        AdminVisits visits = new AdminVisits(url);
        visits.nobodyGetsInWithoutALogin();
        visits.anAdministratorMayChangeThings();
        visits.aViewerMayLookAndAnotherMayNot();
        visits.guessingIsStopped();
        await(
                "logins are in the audit trail",
                () -> served.column("SELECT user || ' ' || action FROM audit")
                        .containsAll(List.of("ann login", "ann login-failed", "vera login", "bob login-refused")));
    }

    @Test
    void aWrongSignatureIsRefusedAndNothingStored() throws Exception {
        String before = served.query("SELECT count(*) FROM event");
        HttpResponse<String> answer = send("text/plain", BodyPublishers.ofString("{}"), "00".repeat(32));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).hasSizeLessThanOrEqualTo(200).doesNotContain("Exception");
        assertThat(served.query("SELECT count(*) FROM event")).isEqualTo(before);
    }

    @Test
    void bodiesAreLimitedWhetherTheirLengthIsDeclaredOrNot() throws Exception {
        byte[] most = padded(LARGEST_BODY);
        assertThat(send("application/json", BodyPublishers.ofByteArray(most), hash(most))
                        .statusCode())
                .isEqualTo(200);
        byte[] tooMuch = padded(LARGEST_BODY + 1);
        assertThat(send("application/json", BodyPublishers.ofByteArray(tooMuch), hash(tooMuch))
                        .statusCode())
                .isEqualTo(413);
        BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooMuch));
        assertThat(send("application/json", chunked, hash(tooMuch)).statusCode())
                .isEqualTo(413);
    }

    /** A container that parsed a form, or decoded text, would give other bytes to the filter than were signed. */
    @Test
    void theBytesStoredAreThoseThatWereSentWhateverTheyAreCalled() throws Exception {
        List<String> types = List.of(
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/plain; charset=ISO-8859-1",
                "application/xml",
                "application/json; charset=UTF-16",
                "");
        for (String type : types) {
            byte[] bytes = ("{\"project_id\": \"bytes\", \"event\": \"status_change\", \"a=b&c\": \"%41+\u00fc\u20ac\","
                            + "  \"type\": \"" + type.replace("\"", "") + "\"}\r\n")
                    .getBytes(StandardCharsets.UTF_8);
            HttpResponse<String> answer = send(type, BodyPublishers.ofByteArray(bytes), hash(bytes));
            assertThat(answer.statusCode()).as(type + answer.body()).isEqualTo(200);
            assertThat(served.query("SELECT lower(hex(body_sha256)) || lower(hex(body)) FROM event WHERE id = '"
                            + event(answer) + "'"))
                    .as(type)
                    .isEqualTo(HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(bytes))
                            + HexFormat.of().formatHex(bytes));
        }
    }

    @Test
    void aHandlerJarThatIsDroppedInIsUsedWithoutARestart() throws Exception {
        Path made = HandlerJars.jar(served.directory.resolve("made/late.jar"))
                .handler("late.Late", "late", "return Outcome.done(\"here\");")
                .build();
        Files.move(made, served.home.resolve("handlers/late.jar"));
        await("it handles what comes in", () -> {
            served.post(url, body("late" + System.nanoTime(), "COMPLETE"));
            return !served.query("SELECT 1 FROM delivery WHERE handler = 'late' AND state = 'DONE'")
                    .isEmpty();
        });
    }

    @Test
    void aHandlerJarOnTheClassPathIsUsed() throws Exception {
        HttpResponse<String> answer = served.post(url, body("on-path", "COMPLETE"));
        await(
                "it handles what comes in",
                () -> served.query("SELECT count(*) FROM delivery WHERE state = 'DONE'" + " AND handler = '"
                                + ClassPathJar.HANDLER + "' AND event = (SELECT seq FROM event WHERE id = '"
                                + event(answer) + "')")
                        .equals("1"));
        assertThat(served.query(
                        "SELECT DISTINCT unit_version || ' ' || length(unit_sha256) FROM attempt WHERE delivery IN (SELECT id FROM delivery"
                                + " WHERE handler = '" + ClassPathJar.HANDLER + "')"))
                .isEqualTo(ClassPathJar.VERSION + (WILDFLY ? " 0" : " 64")); // WildFly does not show the jar itself
    }

    @Test
    void whatIsAcknowledgedWhileItIsUndeployedAndRedeployedIsHandled() throws Exception {
        Traffic traffic = Traffic.start(url, "again", 100);
        try (traffic) {
            awaitMore(traffic, 100);
            deployer.undeploy(WAR);
            assertThat(served.query("SELECT count(*) FROM delivery WHERE state = 'RUNNING'"))
                    .isEqualTo("0");
            deploy();
            awaitMore(traffic, 100);
        }
        System.out.println("redeployed under load: " + traffic);
        await("all that was acknowledged is handled", () -> served.lost(traffic.acknowledged()) == 0);
        assertThat(served.query("SELECT max(attempts) FROM delivery WHERE project_id LIKE 'again%'"))
                .isEqualTo("1");
    }

    private static void awaitMore(Traffic traffic, int posts) throws Exception {
        int before = traffic.acknowledged().size();
        await("posts are taken", () -> traffic.acknowledged().size() >= before + posts);
    }

    @Test
    void whatIsInsideTheWarIsNotServed() throws Exception {
        for (String path :
                List.of("/WEB-INF/web.xml", "/io/sitehook/standalone/Launcher.class", "/META-INF/MANIFEST.MF")) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .as(path)
                    .isIn(403, 404);
        }
        HttpRequest ready =
                HttpRequest.newBuilder(URI.create(url + "/health/ready")).build();
        assertThat(client.send(ready, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    private static String ofEvent(String id) {
        return "event = (SELECT seq FROM event WHERE id = '" + id + "')";
    }

    private HttpResponse<String> send(String type, BodyPublisher body, String hash) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/webhooks/sitecapture"))
                .header("x-hmac-hash", hash)
                .POST(body);
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String hash(byte[] body) {
        return new Signer(ServedHome.SECRET.getBytes(StandardCharsets.UTF_8)).hex(body);
    }

    private static byte[] padded(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) ' ');
        byte[] json = "{\"project_id\": \"big\", \"event\": \"status_change\"}".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(json, 0, bytes, 0, json.length);
        return bytes;
    }
}
