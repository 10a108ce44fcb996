package io.sitehook.admin;

import static io.sitehook.store.sql.OpenStore.get;
import static io.sitehook.testing.Incomings.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.spi.WorkflowStates;
import io.sitehook.store.Worklist.AttemptOutcome;
import io.sitehook.store.Worklist.Cause;
import io.sitehook.store.Worklist.Claimed;
import io.sitehook.store.Worklist.Dead;
import io.sitehook.store.Worklist.Result;
import io.sitehook.testing.Incomings;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangesTest {
    @TempDir
    Path directory;

    private AdminServer server;

    @BeforeEach
    void start() throws Exception {
        server = new AdminServer(directory);
        server.handler("a", WorkflowStates.of("COMPLETE"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private List<Claimed> dead(int count) {
        for (int i = 0; i < count; i++) {
            server.store.put(change("p" + i, "COMPLETE"));
        }
        server.store.route("a");
        List<Claimed> claimed = server.store.claim("a", count);
        for (Claimed one : claimed) {
            get(server.store
                    .worklist()
                    .finish(
                            one,
                            new Result(
                                    AttemptOutcome.FAILED, new Dead(), "no", "trace", null, new Cause("X", "A.b(A)"))));
        }
        return claimed;
    }

    private List<JsonObject> audit() {
        return server.json("audit").getJsonArray("items").getValuesAs(JsonObject.class);
    }

    private JsonObject post(String path, String body, int status) {
        return AdminServer.json(server.post(path, body), status);
    }

    private JsonObject ended(JsonObject ordered) {
        String id = ordered.getJsonObject("job").getString("id");
        until(() -> !server.json("jobs/" + id).getString("state").equals("running"));
        return server.json("jobs/" + id);
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come true within 30 seconds");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    @Test
    void aReplayIsOneRunAndOneLineOfTheAuditTrail() {
        String event = dead(1).get(0).event().id();
        JsonObject replayed = post("events/" + event + "/replay", "{\"handlers\":null,\"asNew\":false}", 200);
        assertThat(replayed.getInt("count")).isEqualTo(1);
        assertThat(replayed.getString("event")).isEqualTo(event);
        JsonObject refused = post("events/" + event + "/replay", "{}", 409);
        assertThat(refused.getString("detail")).contains("waits to be run");
        assertThat(audit()).hasSize(1);
        JsonObject line = audit().get(0);
        assertThat(line.getString("user")).isEqualTo("ada");
        assertThat(line.getString("action")).isEqualTo("replay");
        assertThat(line.getString("target")).isEqualTo("event " + event);
        assertThat(line.getString("remoteAddress")).isEqualTo("127.0.0.1");
        assertThat(line.getString("at")).endsWith("Z");
        assertThat(server.store.claim("a", 5)).hasSize(1);
    }

    @Test
    void aReplayAsNewSaysSoInTheAuditTrail() {
        String event = dead(1).get(0).event().id();
        JsonObject replayed = post("events/" + event + "/replay", "{\"asNew\":true}", 200);
        assertThat(replayed.getString("event")).isNotEqualTo(event);
        assertThat(audit().get(0).getString("action")).isEqualTo("replay-as-new");
        assertThat(server.json("events/" + replayed.getString("event")).getString("repeatOf"))
                .isEqualTo(event);
    }

    @Test
    void whatCanNotBeReplayedIsRefusedInWords() {
        assertThat(post("events/nothing/replay", "{}", 404).getString("detail")).contains("no event");
        String unreadable = server.store.put(Incomings.unreadable("{")).event();
        assertThat(post("events/" + unreadable + "/replay", "{}", 409).getString("detail"))
                .contains("repair");
        String odd = server.store.put(change("1", "ODD")).event();
        assertThat(post("events/" + odd + "/replay", "{}", 409).getString("detail"))
                .contains("no installed handler");
        assertThat(post("events/" + odd + "/replay", "{\"handlers\":[\"b\"]}", 400)
                        .getJsonArray("problems")
                        .getJsonObject(0)
                        .getString("field"))
                .isEqualTo("handlers");
        assertThat(post("events/" + odd + "/replay", "[", 400).getString("detail"))
                .contains("JSON");
        assertThat(post("events/" + odd + "/replay", "{\"handlers\":7}", 400).getInt("status"))
                .isEqualTo(400);
        assertThat(audit()).isEmpty();
    }

    @Test
    void anUnreadableEventIsRepairedWithABodyThatCanBeRead() {
        String event = server.store.put(Incomings.unreadable("{")).event();
        assertThat(post("events/" + event + "/repair", "{\"body\":\"{\"}", 400).getString("detail"))
                .isEqualTo("body still can't be read: it is not JSON");
        assertThat(post("events/" + event + "/repair", "{}", 400).getInt("status"))
                .isEqualTo(400);
        JsonObject repaired = post("events/" + event + "/repair", "{\"body\":\"{\\\"project_id\\\":77}\"}", 200);
        JsonObject made = server.json("events/" + repaired.getString("event"));
        assertThat(made.getString("repairOf")).isEqualTo(event);
        assertThat(made.getString("project")).isEqualTo("77");
        assertThat(post("events/" + event + "/repair", "{\"body\":\"{\\\"project_id\\\":77}\"}", 409)
                        .getInt("status"))
                .isEqualTo(409);
        assertThat(audit()).hasSize(1);
    }

    @Test
    void aGroupIsCountedThenReplayedByAJobInSmallTransactions() {
        dead(250);
        String key =
                server.json("failures").getJsonArray("groups").getJsonObject(0).getString("key");
        String order = "{\"action\":\"replay\",\"selection\":{\"cause\":\"" + key + "\"},\"dryRun\":";
        JsonObject counted = post("jobs", order + "true}", 200);
        assertThat(counted.getInt("count")).isEqualTo(250);
        assertThat(counted.isNull("job")).isTrue();
        assertThat(server.json("status").getJsonObject("counts").getInt("dead")).isEqualTo(250);
        JsonObject job = ended(post("jobs", order + "false}", 202));
        assertThat(job.getString("state")).isEqualTo("finished");
        assertThat(job.getInt("done")).isEqualTo(250);
        assertThat(job.getInt("skipped")).isZero();
        assertThat(job.getString("by")).isEqualTo("ada");
        assertThat(server.json("failures?state=dead").getInt("total")).isZero();
        assertThat(server.store.claim("a", 1_000)).hasSize(250);
        assertThat(server.json("jobs").getJsonArray("items")).hasSize(1);
        assertThat(audit()).hasSize(1);
        assertThat(audit().get(0).getString("detail"))
                .contains("250 deliveries")
                .contains(key);
    }

    @Test
    void aSelectionIsDiscardedWithAReason() {
        List<Claimed> dead = dead(3);
        String selection = "\"selection\":{\"deliveries\":[" + dead.get(0).id() + ","
                + dead.get(1).id() + "]}";
        JsonObject refused = post("jobs", "{\"action\":\"discard\"," + selection + "}", 400);
        assertThat(refused.getString("detail")).isEqualTo("reason is missing: a discard says why");
        JsonObject job =
                ended(post("jobs", "{\"action\":\"discard\",\"reason\":\"test data\"," + selection + "}", 202));
        assertThat(job.getInt("done")).isEqualTo(2);
        JsonObject event = server.json("events/" + dead.get(0).event().id());
        assertThat(event.getJsonArray("deliveries").getJsonObject(0).getString("discardReason"))
                .isEqualTo("test data");
        assertThat(server.json("deliveries?state=discarded").getJsonArray("items"))
                .hasSize(2);
        assertThat(server.json("events?deliveryState=discarded&handler=a").getJsonArray("items"))
                .hasSize(2);
    }

    @Test
    void aFilterIsReplayedAndABadOneRefused() {
        dead(2);
        JsonObject job = ended(post(
                "jobs",
                "{\"action\":\"replay\",\"selection\":{\"filter\":{\"state\":\"dead\",\"project\":\"p1\"}}}",
                202));
        assertThat(job.getInt("done")).isEqualTo(1);
        assertThat(post("jobs", "{\"action\":\"replay\",\"selection\":{\"filter\":{\"stat\":\"x\"}}}", 400)
                        .getJsonArray("problems"))
                .hasSize(2);
        assertThat(post("jobs", "{\"action\":\"purge\",\"selection\":{}}", 400).getJsonArray("problems"))
                .hasSize(2);
        assertThat(post("jobs", "", 400).getInt("status")).isEqualTo(400);
    }

    @Test
    void aJobThatIsCancelledStopsAfterItsPresentBatch() {
        dead(250);
        JsonObject order = post("jobs", "{\"action\":\"replay\",\"selection\":{\"filter\":{\"state\":\"dead\"}}}", 202);
        String id = order.getJsonObject("job").getString("id");
        HttpResponse<String> cancelled = server.post("jobs/" + id + "/cancel", "");
        JsonObject job = ended(order);
        assertThat(cancelled.statusCode()).isIn(200, 409);
        assertThat(job.getString("state")).isIn("cancelled", "finished");
        assertThat(server.json("status").getJsonObject("counts").getInt("dead")).isEqualTo(250 - job.getInt("done"));
        assertThat(server.post("jobs/" + id + "/cancel", "").statusCode()).isEqualTo(409);
        assertThat(server.post("jobs/none/cancel", "").statusCode()).isEqualTo(404);
    }

    @Test
    void parkedEventsAreCountedThenOffered() {
        server.store.put(change("1", "COMPLETE"));
        server.store.put(change("2", "ODD"));
        get(server.store.worklist().route(event -> List.of(), 10));
        assertThat(post("coverage/offer", "{\"handler\":\"a\",\"states\":null,\"dryRun\":true}", 200)
                        .getInt("count"))
                .isEqualTo(1);
        JsonObject job = ended(post("coverage/offer", "{\"handler\":\"a\",\"states\":[\"COMPLETE\"]}", 202));
        assertThat(job.getString("action")).isEqualTo("offer");
        assertThat(job.getInt("done")).isEqualTo(1);
        assertThat(server.store.claim("a", 5)).hasSize(1);
        assertThat(post("coverage/offer", "{\"handler\":\"a\",\"states\":[\"ODD\"]}", 400)
                        .getString("detail"))
                .contains("does not take");
        assertThat(post("coverage/offer", "{\"handler\":\"b\"}", 400).getString("detail"))
                .contains("not installed");
    }

    @Test
    void aHandlerIsPausedAndResumedByName() {
        assertThat(server.post("handlers/a/pause", "{\"reason\":\"too slow\"}").statusCode())
                .isEqualTo(204);
        JsonObject handler = server.json("handlers").getJsonArray("handlers").getJsonObject(0);
        assertThat(handler.getBoolean("paused")).isTrue();
        assertThat(handler.getString("pausedBy")).isEqualTo("ada");
        assertThat(server.json("status").getString("level")).isEqualTo("attention");
        assertThat(server.post("handlers/a/resume", "{}").statusCode()).isEqualTo(204);
        assertThat(server.post("handlers/a/resume", "{}").statusCode()).isEqualTo(409);
        assertThat(server.post("handlers/b/pause", "{}").statusCode()).isEqualTo(404);
        assertThat(audit()).hasSize(2);
    }

    @Test
    void theProbeGoesToTheAddressThatTheRequestCameInOn() {
        JsonObject outcome = post("probe", "{\"connection\":\"sitecapture\"}", 200);
        assertThat(outcome.getBoolean("ok")).isTrue();
        assertThat(outcome.getJsonArray("steps").getJsonObject(0).getString("text"))
                .startsWith("sitecapture at http://127.0.0.1:")
                .endsWith("/sitehook");
        assertThat(post("probe", "{}", 400).getString("detail")).isEqualTo("connection is missing");
    }

    @Test
    void noGetChangesAnything() {
        dead(3);
        List<String> before = everything();
        String event =
                server.json("events").getJsonArray("items").getJsonObject(0).getString("id");
        for (int round = 0; round < 2; round++) {
            for (String path : List.of(
                    "status",
                    "status/history?hours=168",
                    "coverage",
                    "events",
                    "events/" + event,
                    "events/" + event + "/replay",
                    "failures",
                    "deliveries",
                    "jobs",
                    "jobs/none/cancel",
                    "handlers",
                    "handlers/a/pause",
                    "audit",
                    "about",
                    "events?format=csv",
                    "deliveries?format=json",
                    "openapi.json")) {
                server.get(path);
            }
        }
        assertThat(everything()).isEqualTo(before);
    }

    private List<String> everything() {
        return List.of("event", "delivery", "attempt", "audit", "job", "cause", "tally", "handler_pause").stream()
                .flatMap(table -> server.store.rows("SELECT '" + table + "', * FROM " + table).stream())
                .toList();
    }

    @Test
    void hugeBodiesAndReasonsAreRefused() {
        String event = server.store.put(Incomings.unreadable("{")).event();
        String huge = "x".repeat(2 << 20);
        assertThat(server.post("events/" + event + "/repair", "{\"body\":\"" + huge + "\"}")
                        .statusCode())
                .isEqualTo(413);
        assertThat(server.post(
                                "jobs",
                                "{\"action\":\"discard\",\"reason\":\"" + huge
                                        + "\",\"selection\":{\"deliveries\":[1]}}")
                        .statusCode())
                .isEqualTo(413);
        assertThat(server.get("events?q=" + "y".repeat(2_000)).statusCode()).isEqualTo(400);
        assertThat(server.get("events?cursor=zzzzzzzzzzzz").statusCode()).isEqualTo(200);
    }
}
