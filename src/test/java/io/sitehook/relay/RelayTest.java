package io.sitehook.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import io.sitehook.relay.TestTarget.Got;
import io.sitehook.relay.TestTarget.Reply;
import io.sitehook.spi.Delivery;
import io.sitehook.spi.testing.DeliveryBuilder;
import io.sitehook.verify.Signer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayTest {
    private final RelayFixture fixture = new RelayFixture();
    private final TestTarget target = new TestTarget();

    @AfterEach
    void close() {
        target.close();
        fixture.close();
    }

    private Sending send(Relay relay) throws InterruptedException {
        return relay.send(fixture.delivery("3057"), Hops.NONE);
    }

    private static Sending.Failed failed(Sending sending) {
        assertThat(sending).isInstanceOf(Sending.Failed.class);
        return (Sending.Failed) sending;
    }

    private Relay relay() {
        return fixture.relay(target.url("target.example"));
    }

    private static Reply reply(int status, String body) {
        return new Reply(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String header(Got got, String name) {
        return String.join("|", got.headers().getOrDefault(name, List.of()));
    }

    @Test
    void theTargetGetsTheDocumentedBodySignedOverItsBytes() throws Exception {
        target.reply = request -> reply(200, "{\"ok\":true}");
        assertThat(send(relay())).isEqualTo(new Sending.Done("answered 200: {\"ok\":true}"));
        Got got = target.got.get(0);
        assertThat(new String(got.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"project_id\":3057,\"status\":\"Complete\",\"workflow_state\":\"COMPLETE\",\"api_key\":\""
                        + RelayFixture.API_KEY + "\",\"event\":\"status_change\"}");
        assertThat(header(got, "X-hmac-hash"))
                .isEqualTo(new Signer(RelayFixture.SECRET.getBytes(StandardCharsets.UTF_8)).hex(got.body()));
        assertThat(header(got, "Content-type")).startsWith("application/json");
        assertThat(header(got, "User-agent")).isEqualTo("Sitehook");
        assertThat(header(got, "Host")).startsWith("target.example:");
        assertThat(header(got, "X-sitehook-hops")).isEqualTo("here");
        assertThat(header(got, "Webhook-id")).isEmpty();
        assertThat(got.path()).isEqualTo("/hook?a=b");
    }

    @Test
    void theReferenceLibraryOfStandardWebhooksTakesTheRequestWithEitherSecret() throws Exception {
        fixture.standardWebhooks = true;
        fixture.secrets = List.of(RelayFixture.SECRET, RelayFixture.PREVIOUS);
        fixture.clock.advance(Duration.between(fixture.clock.instant(), Instant.now()));
        send(relay());
        Got got = target.got.get(0);
        HttpHeaders headers = HttpHeaders.of(got.headers(), (name, value) -> true);
        for (String secret : fixture.secrets) {
            new Webhook(StandardWebhooks.secret(secret.getBytes(StandardCharsets.UTF_8)))
                    .verify(new String(got.body(), StandardCharsets.UTF_8), headers);
        }
    }

    @Test
    void whileSecretsOverlapAReceiverThatKnowsOnlyTheOldOneLosesNothing() throws Exception {
        fixture.secrets = List.of(RelayFixture.SECRET, RelayFixture.PREVIOUS);
        Signer old = new Signer(RelayFixture.PREVIOUS.getBytes(StandardCharsets.UTF_8));
        target.reply = got -> Reply.of(header(got, "X-hmac-hash").equals(old.hex(got.body())) ? 200 : 401);
        Relay relay = relay();
        assertThat(send(relay)).isInstanceOf(Sending.Done.class);
        assertThat(target.got).hasSize(2);
        assertThat(send(relay)).isInstanceOf(Sending.Done.class);
        assertThat(target.got).as("the one that was taken is tried first").hasSize(3);
        Signer next = new Signer(RelayFixture.SECRET.getBytes(StandardCharsets.UTF_8));
        target.reply = got -> Reply.of(header(got, "X-hmac-hash").equals(next.hex(got.body())) ? 200 : 401);
        assertThat(send(relay)).as("the receiver has changed over").isInstanceOf(Sending.Done.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 500, 502, 503, 429})
    void everyOtherAnswerIsTriedAgainAndCounts(int status) throws Exception {
        target.reply = request -> reply(status, "no");
        Sending.Failed failed = failed(send(relay()));
        assertThat(failed.reason()).isEqualTo("answered " + status + ": no");
        assertThat(failed.counts()).isTrue();
        assertThat(failed.after()).isEmpty();
    }

    @Test
    void aRedirectToTheMetadataServiceIsNotFollowed() throws Exception {
        target.reply =
                request -> new Reply(302, Map.of("Location", "http://169.254.169.254/latest/meta-data/"), new byte[0]);
        assertThat(failed(send(relay())).reason()).contains("answered 302", "Redirects are not followed");
        assertThat(target.got).hasSize(1);
    }

    @Test
    void goneIsSaidAndNotHeldAgainstTheDelivery() throws Exception {
        target.reply = request -> reply(410, "no more");
        assertThat(send(relay())).isEqualTo(new Sending.Gone("answered 410: no more"));
    }

    @Test
    void aTargetThatIsBusyIsGivenTheRestThatItAsksFor() throws Exception {
        target.reply = request -> new Reply(503, Map.of("Retry-After", "120"), new byte[0]);
        Relay relay = relay();
        relay.hold();
        assertThat(failed(send(relay)).after()).contains(Duration.ofMinutes(2));
        assertThat(relay.places()).isZero();
        assertThat(fixture.wakeUps).containsExactly(Duration.ofMinutes(2));
        Sending.Failed next = failed(send(relay));
        assertThat(next.counts()).isFalse();
        assertThat(target.got).as("nothing was sent meanwhile").hasSize(1);
        fixture.clock.advance(Duration.ofMinutes(2));
        target.reply = request -> Reply.of(200);
        assertThat(relay.places()).isEqualTo(1);
        assertThat(send(relay)).isInstanceOf(Sending.Done.class);
        assertThat(relay.places()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aDateInRetryAfterIsHonouredToo() throws Exception {
        target.reply = request -> new Reply(429, Map.of("Retry-After", "Mon, 02 Nov 2026 08:10:00 GMT"), new byte[0]);
        assertThat(failed(send(relay())).after()).contains(Duration.ofMinutes(10));
    }

    @Test
    void aProbeThatFindsTheTargetStillDownCostsItsDeliveryNoAttemptAndOneThatIsRefusedDoes() throws Exception {
        target.reply = request -> Reply.of(500);
        Relay relay = relay();
        for (int i = 0; i < 3; i++) {
            assertThat(failed(send(relay)).counts()).isTrue();
        }
        assertThat(relay.breaker().kind()).isEqualTo(BreakerState.Kind.OPEN);
        fixture.clock.advance(Duration.ofSeconds(30));
        assertThat(failed(send(relay)).counts()).as("a probe").isFalse();
        assertThat(target.got).hasSize(4);
        fixture.clock.advance(Duration.ofSeconds(60));
        target.reply = request -> Reply.of(404);
        assertThat(failed(send(relay)).counts())
                .as("the target is there and does not want it")
                .isTrue();
    }

    @Test
    void nobodyListeningIsSaid() throws Exception {
        URI url = target.url("target.example");
        target.close();
        assertThat(failed(send(fixture.relay(url))).reason()).contains("can't be connected to");
        assertThat(failed(send(fixture.relay(URI.create("http://nowhere.example/"))))
                        .reason())
                .isEqualTo("no answer: the name nowhere.example is not known");
    }

    @Test
    void anAnswerThatComesTooLateIsNotWaitedFor() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        target.reply = request -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Reply.of(200);
        };
        fixture.timeout = Duration.ofMillis(200);
        assertThat(failed(send(relay())).reason()).contains("no answer");
        never.countDown();
    }

    @Test
    void anInterruptBreaksTheRequestOff() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        target.reply = request -> {
            arrived.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Reply.of(200);
        };
        Relay relay = relay();
        Thread sender = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            try {
                arrived.await();
            } catch (InterruptedException e) {
                return;
            }
            sender.interrupt();
        });
        interrupter.start();
        assertThatThrownBy(() -> send(relay)).isInstanceOf(InterruptedException.class);
        interrupter.join();
        never.countDown();
    }

    @Test
    void anEndlessAnswerIsReadToFourKibibytes() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread writer = new Thread(() -> {
                try (Socket socket = server.accept()) {
                    InputStream in = socket.getInputStream();
                    in.read(new byte[10_000]);
                    socket.getOutputStream().write("HTTP/1.1 500 x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    while (true) {
                        socket.getOutputStream().write(new byte[1_000]);
                    }
                } catch (java.io.IOException e) {
                    // the reader has gone
                }
            });
            writer.start();
            Sending.Failed failed =
                    failed(send(fixture.relay(URI.create("http://target.example:" + server.getLocalPort() + "/"))));
            assertThat(failed.reason()).startsWith("answered 500: \\u0000").hasSizeLessThan(300);
            writer.join();
        }
    }

    @Test
    void whatATargetEchoesIsOneLineWithoutOurSecrets() throws Exception {
        target.reply = got -> reply(
                400,
                "a\r\nb\u001b[31m ${jndi:ldap://x} " + RelayFixture.SECRET + " " + RelayFixture.API_KEY + " "
                        + new String(got.body(), StandardCharsets.UTF_8));
        Relay relay = relay();
        String reason = failed(send(relay)).reason();
        assertThat(reason).contains("a\\u000d\\u000ab\\u001b[31m", "***").doesNotContain("canary", "\n", "\r");
        assertThat(relay.lastFailure()).contains(reason);
        assertThat(relay.subscription().toString()).doesNotContain("canary");
    }

    @Test
    void aStatusChangeThatCameBackIsNotSentAgain() throws Exception {
        Sending sending = relay().send(fixture.delivery("1"), Hops.of("other, here ,third"));
        assertThat(sending).isInstanceOf(Sending.Done.class);
        assertThat(((Sending.Done) sending).note()).contains("went through here before");
        assertThat(target.got).isEmpty();
    }

    @Test
    void aStatusChangeThatCameOverTooManyHopsIsADeadLetter() throws Exception {
        Sending sending = relay().send(fixture.delivery("1"), Hops.of("1,2,3,4,5,6,7,8"));
        assertThat(sending).isInstanceOf(Sending.Refused.class);
        assertThat(target.got).isEmpty();
        assertThat(relay().send(fixture.delivery("1"), Hops.of("1,2,3,4,5,6,7")))
                .isInstanceOf(Sending.Done.class);
        assertThat(header(target.got.get(0), "X-sitehook-hops")).isEqualTo("1,2,3,4,5,6,7,here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "fd00:ec2::254", "::ffff:127.0.0.1", "fe80::1",
                "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1", "0.0.0.0", "224.0.0.1", "192.168.0.1", "fc00::1"
            })
    void aNameThatMeansAnAddressInsideIsRefusedAndNothingIsConnectedTo(String address) throws Exception {
        fixture.allowPrivate = false;
        fixture.names.put("target.example", List.of(address));
        Sending.Failed failed = failed(send(relay()));
        assertThat(failed.reason()).startsWith("not sent: target.example is ");
        assertThat(failed.after()).isEqualTo(Optional.empty());
        assertThat(target.got).isEmpty();
    }

    @Test
    void oneAddressInsideAmongOthersIsEnoughToRefuseAName() throws Exception {
        fixture.allowPrivate = false;
        fixture.names.put("target.example", List.of("93.184.216.34", "127.0.0.1"));
        assertThat(failed(send(relay())).reason()).contains("127.0.0.1, a loopback address");
    }

    @Test
    void anAddressInTheUrlIsJudgedLikeAName() throws Exception {
        fixture.allowPrivate = false;
        assertThat(failed(send(fixture.relay(target.url("127.0.0.1")))).reason())
                .contains("a loopback address");
        assertThat(failed(send(fixture.relay(URI.create("http://[::ffff:7f00:1]:1/"))))
                        .reason())
                .contains("a loopback address");
        fixture.allowed = List.of(Network.of("127.0.0.0/8"));
        assertThat(send(fixture.relay(target.url("127.0.0.1")))).isInstanceOf(Sending.Done.class);
    }

    @Test
    void anAddressInAnUnusualFormLeadsNowhereElse() throws Exception {
        fixture.allowPrivate = false;
        assertThat(failed(send(fixture.relay(target.url("2130706433")))).reason())
                .contains("a loopback address");
        for (String host : List.of("0x7f.0.0.1", "0x7f000001", "0177.0.0.1", "127.1")) {
            assertThat(send(fixture.relay(target.url(host)))).as(host).isInstanceOf(Sending.Failed.class);
        }
        assertThat(target.got).isEmpty();
    }

    @Test
    void aNameThatChangesItsMeaningIsJudgedAnewAndTheAddressJudgedIsTheOneConnectedTo() throws Exception {
        fixture.allowPrivate = false;
        fixture.allowed = List.of(Network.of("127.0.0.0/8"));
        Relay relay = relay();
        assertThat(send(relay)).isInstanceOf(Sending.Done.class);
        target.reply = request -> new Reply(200, Map.of("Connection", "close"), new byte[0]);
        assertThat(send(relay)).isInstanceOf(Sending.Done.class);
        fixture.names.put("target.example", List.of("169.254.169.254"));
        assertThat(failed(send(relay)).reason()).contains("a cloud's metadata service");
    }

    @Test
    void theTraceItIsInIsHandedOnAsItCame() throws Exception {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        Delivery delivery = DeliveryBuilder.deliveryOf(fixture.delivery("1").change(), "relay-b")
                .deadline(fixture.clock.instant().plusSeconds(60))
                .traceparent(trace)
                .build();
        assertThat(relay().send(delivery, Hops.NONE)).isInstanceOf(Sending.Done.class);
        assertThat(header(target.got.get(0), "Traceparent")).isEqualTo(trace);
        assertThat(send(relay())).isInstanceOf(Sending.Done.class);
        assertThat(header(target.got.get(1), "Traceparent")).isEmpty();
    }
}
