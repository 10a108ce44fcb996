package io.sitehook.admin;

import static io.sitehook.store.sql.OpenStore.get;
import static io.sitehook.testing.Incomings.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.spi.WorkflowStates;
import io.sitehook.store.AuditTrail;
import io.sitehook.store.Receipt;
import io.sitehook.store.Worklist;
import io.sitehook.testing.Incomings;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingTest {
    @TempDir
    Path directory;

    private AdminServer server;

    @BeforeEach
    void start() throws Exception {
        server = new AdminServer(directory);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private List<String> ids(String query) {
        return server.json("events?" + query).getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .map(row -> row.getString("id"))
                .toList();
    }

    @Test
    void theApiDescribesItself() {
        JsonObject document = server.json("openapi.json");
        assertThat(document.getString("openapi")).isEqualTo("3.1.0");
        assertThat(document.getJsonObject("paths").keySet())
                .contains("/status", "/live", "/events/{id}/replay", "/jobs", "/connections/{name}/rotate");
        assertThat(document.getJsonObject("components").getJsonObject("schemas").keySet())
                .contains("About");
    }

    @Test
    void theStatusOfAnIdleServerIsWell() {
        JsonObject status = server.json("status");
        assertThat(status.getString("level")).isEqualTo("well");
        assertThat(status.getJsonArray("reasons")).isEmpty();
        assertThat(status.getString("time")).isEqualTo("2026-11-02T08:00:00.000Z");
        assertThat(status.getJsonObject("store").getBoolean("ok")).isTrue();
    }

    @Test
    void aSilentConnectionNeedsAttention() {
        server.connections.set(
                0, server.connections.get(0).silentSince(server.clock.instant().minus(Duration.ofHours(30))));
        JsonObject status = server.json("status");
        assertThat(status.getString("level")).isEqualTo("attention");
        assertThat(status.getJsonArray("reasons").getJsonObject(0).getString("text"))
                .isEqualTo("Connection sitecapture is silent: nothing has come in for 30 hours.");
        assertThat(status.getJsonArray("connections").getJsonObject(0).getString("silentSince"))
                .isEqualTo("2026-11-01T02:00:00.000Z");
    }

    @Test
    void theStatusCountsWhatCameInAndNamesWhatNeedsAPerson() {
        server.handler("a", WorkflowStates.all());
        Receipt first = server.store.put(change("1", "COMPLETE"));
        server.store.put(change("1", "COMPLETE"));
        server.store.put(Incomings.unreadable("{"));
        server.store.route("a");
        server.clock.advance(Duration.ofMinutes(5));
        JsonObject status = server.json("status");
        assertThat(status.getString("level")).isEqualTo("attention");
        assertThat(status.getJsonArray("reasons").getJsonObject(0).getString("text"))
                .isEqualTo("1 event can't be read and can be repaired.");
        JsonObject counts = status.getJsonObject("counts");
        assertThat(counts.getInt("events")).isEqualTo(3);
        assertThat(counts.getInt("open")).isEqualTo(1);
        assertThat(counts.getInt("unreadable")).isEqualTo(1);
        JsonObject connection = status.getJsonArray("connections").getJsonObject(0);
        assertThat(connection.getInt("last24h")).isEqualTo(3);
        assertThat(connection.getInt("duplicates24h")).isEqualTo(1);
        assertThat(connection.getString("lastEventAt")).isEqualTo("2026-11-02T08:00:00.000Z");
        JsonObject handler = status.getJsonArray("handlers").getJsonObject(0);
        assertThat(handler.getInt("pending")).isEqualTo(1);
        assertThat(handler.getInt("oldestWaitingSeconds")).isEqualTo(300);
        assertThat(first.event()).isNotEmpty();
    }

    @Test
    void eachFilterOfEventsFindsItsOwn() {
        String complete = server.store.put(change("3057", "COMPLETE")).event();
        String none = server.store.put(change("3058", null)).event();
        String unreadable = server.store.put(Incomings.unreadable("{")).event();
        String duplicate = server.store.put(change("3057", "COMPLETE")).event();
        server.store.route("a");
        server.clock.advance(Duration.ofHours(1));
        String late = server.store.put(change("40%_';--", "QC")).event();
        assertThat(ids("")).containsExactly(late, duplicate, unreadable, none, complete);
        assertThat(ids("connection=sitecapture")).hasSize(5);
        assertThat(ids("connection=other")).isEmpty();
        assertThat(ids("project=3057")).containsExactly(duplicate, complete);
        assertThat(ids("project=3057&connection=sitecapture")).containsExactly(duplicate, complete);
        assertThat(ids("workflowState=COMPLETE")).containsExactly(duplicate, complete);
        assertThat(ids("workflowState=-&state=routed")).containsExactly(none);
        assertThat(ids("state=unreadable")).containsExactly(unreadable);
        assertThat(ids("state=RECEIVED")).containsExactly(late);
        assertThat(ids("state=duplicate&project=3057")).containsExactly(duplicate);
        assertThat(ids("handler=a")).containsExactly(none, complete);
        assertThat(ids("handler=a&deliveryState=pending")).containsExactly(none, complete);
        assertThat(ids("deliveryState=dead")).isEmpty();
        assertThat(ids("from=2026-11-02T08:30:00Z")).containsExactly(late);
        assertThat(ids("to=2026-11-02T08:00:00Z")).isEmpty();
        assertThat(ids("to=2026-11-02T08:00:01Z")).containsExactly(duplicate, unreadable, none, complete);
        assertThat(ids("q=" + late)).containsExactly(late);
        assertThat(ids("q=" + late.substring(0, 13))).containsExactly(late);
        assertThat(ids("q=305")).containsExactly(duplicate, none, complete);
        assertThat(ids("q=some%20STATUS")).hasSize(4);
        assertThat(ids("q=40%25_';--")).containsExactly(late);
        assertThat(ids("q=%25")).containsExactly(late);
        assertThat(ids("q=_")).containsExactly(late);
        assertThat(ids("q=%00")).isEmpty();
        assertThat(ids("swept=true&connection=sitecapture")).isEmpty();
        assertThat(ids("swept=false")).hasSize(5);
    }

    @Test
    void aCursorGoesThroughAllEventsOnceAlsoWhenMoreComeMeanwhile() {
        for (int i = 0; i < 7; i++) {
            server.store.put(change("p" + i, "S" + i % 2));
        }
        JsonObject first = server.json("events?limit=3&connection=sitecapture");
        server.store.put(change("later", "S0"));
        JsonObject second = server.json("events?limit=3&connection=sitecapture&cursor=" + first.getString("next"));
        JsonObject third = server.json("events?limit=3&connection=sitecapture&cursor=" + second.getString("next"));
        assertThat(List.of(first, second, third).stream()
                        .flatMap(page -> page.getJsonArray("items").getValuesAs(JsonObject.class).stream())
                        .map(row -> row.getString("project")))
                .containsExactly("p6", "p5", "p4", "p3", "p2", "p1", "p0");
        assertThat(third.isNull("next")).isTrue();
    }

    @Test
    void oneEventIsShownWithBodyAndRuns() {
        String id = server.store.put(change("1", "COMPLETE")).event();
        server.store.route("a");
        Worklist.Claimed claimed = server.store.claim("a", 1).get(0);
        get(server.store
                .worklist()
                .finish(
                        claimed,
                        new Worklist.Result(
                                Worklist.AttemptOutcome.FAILED, new Worklist.Dead(), "text", "trace", null)));
        JsonObject event = server.json("events/" + id);
        assertThat(event.getString("body")).contains("\"project_id\":\"1\"");
        assertThat(event.getString("bodySha256")).hasSize(64);
        assertThat(event.isNull("bodyBase64")).isTrue();
        JsonObject delivery = event.getJsonArray("deliveries").getJsonObject(0);
        assertThat(delivery.getString("state")).isEqualTo("DEAD");
        assertThat(delivery.getBoolean("installed")).isFalse();
        JsonObject run = delivery.getJsonArray("runs").getJsonObject(0);
        assertThat(run.getString("error")).isEqualTo("trace");
        assertThat(run.getString("unitSha256")).isEqualTo("ab".repeat(32));
    }

    @Test
    void anEventTellsUntilWhenItIsKeptAndAsWhat() {
        String id = server.store.put(change("1", "COMPLETE")).event();
        JsonObject open = server.json("events/" + id);
        assertThat(open.getString("keptAs")).isEqualTo("open");
        assertThat(open.isNull("keptUntil")).isTrue();
        assertThat(open.getInt("keptMost")).isEqualTo(1_000);
        get(server.store.worklist().route(event -> List.of(), 10));
        JsonObject parked = server.json("events/" + id);
        assertThat(parked.getString("keptAs")).isEqualTo("parked");
        assertThat(parked.isNull("keptUntil")).as("0 days: for ever").isTrue();
        String handled = server.store.put(change("2", "COMPLETE")).event();
        server.store.route("a");
        get(server.store
                .worklist()
                .finish(
                        server.store.claim("a", 1).get(0),
                        new Worklist.Result(
                                Worklist.AttemptOutcome.FAILED, new Worklist.Dead(), "text", "trace", null)));
        JsonObject dead = server.json("events/" + handled);
        assertThat(dead.getString("keptAs")).isEqualTo("dead");
        Instant ended =
                Instant.parse(dead.getJsonArray("deliveries").getJsonObject(0).getString("finishedAt"));
        assertThat(Instant.parse(dead.getString("keptUntil"))).isEqualTo(ended.plus(Duration.ofDays(90)));
    }

    @Test
    void coverageSetsStatesSeenAgainstHandlers() {
        server.handler("a", WorkflowStates.of("COMPLETE", "NEVER_SEEN"));
        server.store.put(change("1", "COMPLETE"));
        server.store.put(change("2", null));
        get(server.store
                .worklist()
                .route(
                        event -> event.workflowState() == null ? List.of() : List.of(new Worklist.Target("a", false)),
                        10));
        JsonObject coverage = server.json("coverage");
        List<JsonObject> states = coverage.getJsonArray("states").getValuesAs(JsonObject.class);
        assertThat(states).hasSize(3);
        assertThat(states.get(0).isNull("state")).isTrue();
        assertThat(states.get(0).getInt("parked")).isEqualTo(1);
        assertThat(states.get(1).getString("state")).isEqualTo("COMPLETE");
        assertThat(states.get(1).getInt("events")).isEqualTo(1);
        assertThat(states.get(1).getJsonArray("handlers").getString(0)).isEqualTo("a");
        assertThat(states.get(2).getString("state")).isEqualTo("NEVER_SEEN");
    }

    @Test
    void settingsOfHandlersThatLookLikeSecretsAreMasked() {
        server.handlers.add(
                "a",
                WorkflowStates.all(),
                Map.of("folder", "/data", "apiKey", "abc", "url", "https://me:pw@example.com/x", "Password", "pw"));
        String handlers = server.get("handlers").body();
        assertThat(handlers)
                .contains("/data")
                .contains("••••")
                .doesNotContain("abc")
                .doesNotContain("me:pw");
    }

    @Test
    void theAuditTrailIsListedNewestFirstAndFiltered() {
        get(server.store.store().auditTrail().record(new AuditTrail.Action("ada", "replay", "e1", "", "127.0.0.1")));
        get(server.store
                .store()
                .auditTrail()
                .record(new AuditTrail.Action("bob", "pause", "a", "too slow", "127.0.0.1")));
        assertThat(server.json("audit").getJsonArray("items").getJsonObject(0).getString("user"))
                .isEqualTo("bob");
        assertThat(server.json("audit?action=replay").getJsonArray("items")).hasSize(1);
        assertThat(server.json("audit?user=bob&limit=1").getJsonArray("items")).hasSize(1);
    }

    @Test
    void whatAListDoesNotKnowIsRefusedAllAtOnce() {
        HttpResponse<String> answer = server.get("events?stat=x&from=yesterday&limit=1000&state=odd&cursor=!");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonObject problem = AdminServer.json(answer, 400);
        assertThat(problem.getJsonArray("problems").getValuesAs(JsonObject.class).stream()
                        .map(field -> field.getString("field")))
                .containsExactlyInAnyOrder("stat", "from", "limit", "state");
        assertThat(AdminServer.json(server.get("events?cursor=!"), 400).getString("detail"))
                .isEqualTo("cursor is not one that a list has given as next");
    }

    @Test
    void whatIsNotThereAndWhatIsNotAllowedAreProblemsToo() {
        assertThat(AdminServer.json(server.get("events/nothing"), 404).getString("title"))
                .isEqualTo("Not Found");
        assertThat(AdminServer.json(server.get("nothing"), 404).getInt("status"))
                .isEqualTo(404);
        HttpResponse<String> answer = server.post("status", "{}");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET");
    }

    @Test
    void anyListIsADownloadToo() {
        server.store.put(change("=1+1", "COMPLETE"));
        HttpResponse<String> csv = server.get("events?format=csv");
        assertThat(csv.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"events.csv\"");
        assertThat(csv.body().lines().toList()).hasSize(2);
        assertThat(csv.body()).startsWith("id,connection,project,").contains(",'=1+1,");
        HttpResponse<String> json = server.get("events?format=json");
        assertThat(json.body()).startsWith("[\n{").contains("\"project\":\"=1+1\"");
        assertThat(server.get("audit?format=json").body()).isEqualTo("[]\n");
    }

    @Test
    void aboutAndHistoryAnswer() {
        server.store.put(change("1", "COMPLETE"));
        assertThat(server.json("about").getJsonObject("database").getInt("events"))
                .isEqualTo(1);
        JsonObject retention = server.json("about").getJsonObject("retention");
        assertThat(retention.getJsonObject("general").getInt("finishedSeconds")).isEqualTo(30 * 86_400);
        assertThat(retention.getString("oldestEvent")).isNotEmpty();
        JsonObject history = server.json("status/history?hours=1");
        assertThat(history.getJsonArray("received")).hasSize(60);
        assertThat(history.getJsonArray("received").getInt(59)).isEqualTo(1);
        assertThat(server.json("status/history?hours=24").getJsonArray("received"))
                .hasSize(96);
    }
}
