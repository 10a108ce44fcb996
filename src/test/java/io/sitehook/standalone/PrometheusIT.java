package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sitehook.testing.FreePort;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus reads the figures, knows the alert rules, and is asked what the dashboard asks. */
@Tag("wide")
class PrometheusIT {
    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    private static final String TOKEN = "a token that only the tests know";
    private static final int REFUSED_POSTS = 8;

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void everyPanelHasDataEveryRuleIsUnderstoodAndRefusedPostsRaiseAnAlert() throws Exception {
        assumeTrue(Files.isExecutable(PROMETHEUS), "Prometheus is not installed");
        ServedHome served = new ServedHome(directory, "sitehook.metrics-token=" + TOKEN + "\n");
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            String prometheus = "http://127.0.0.1:" + FreePort.find();
            Process process = start(URI.create(url), URI.create(prometheus));
            try {
                assertThat(served.post(url, body("1", "ACCEPTED")).statusCode()).isEqualTo(200);
                assertThat(served.postForged(url).statusCode()).isEqualTo(401); // so that there is a count to increase
                await(
                        "the figures are read",
                        () -> !query(prometheus, "sitehook_rejections_total").isEmpty());
                for (int i = 0; i < REFUSED_POSTS; i++) {
                    assertThat(served.postForged(url).statusCode()).isEqualTo(401);
                }
                assertThat(served.post(url, body("2", "COMPLETE")).statusCode()).isEqualTo(200);
                for (String expression : panels()) {
                    await(
                            "there is data for " + expression,
                            () -> !query(prometheus, expression).isEmpty());
                }
                await("the alert", () -> states(prometheus).contains("SitehookPostsRejected firing ok"));
                assertThat(states(prometheus))
                        .hasSize(Files.readString(Observability.ALERTS).split("- alert:", -1).length - 1)
                        .allMatch(state -> state.endsWith(" ok"))
                        .filteredOn(state -> !state.contains(" inactive "))
                        .containsExactly("SitehookPostsRejected firing ok");
            } finally {
                process.destroy();
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private Process start(URI sitehook, URI prometheus) throws IOException {
        Path token = Files.writeString(directory.resolve("token"), TOKEN);
        Path settings = Files.writeString(directory.resolve("prometheus.yml"), """
                global:
                  scrape_interval: 1s
                  evaluation_interval: 1s
                scrape_configs:
                  - job_name: sitehook
                    metrics_path: %s/metrics
                    authorization:
                      credentials_file: %s
                    static_configs:
                      - targets: ["%s"]
                rule_files:
                  - %s
                """.formatted(
                        sitehook.getPath(), token, sitehook.getAuthority(), Observability.ALERTS.toAbsolutePath()));
        return new ProcessBuilder(
                        PROMETHEUS.toString(),
                        "--config.file=" + settings,
                        "--storage.tsdb.path=" + directory.resolve("tsdb"),
                        "--web.listen-address=" + prometheus.getAuthority())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
    }

    /** What it answers; empty too as long as it does not answer at all. */
    private List<JsonValue> query(String prometheus, String expression) throws Exception {
        JsonObject data =
                ask(prometheus + "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        return data.isEmpty() ? List.of() : data.getJsonArray("result");
    }

    /** Of each rule its name, its state, and whether it could be evaluated. */
    private List<String> states(String prometheus) throws Exception {
        List<String> states = new ArrayList<>();
        for (JsonValue group : ask(prometheus + "/api/v1/rules").getJsonArray("groups")) {
            for (JsonValue value : group.asJsonObject().getJsonArray("rules")) {
                JsonObject rule = value.asJsonObject();
                states.add(rule.getString("name") + " " + rule.getString("state") + " " + rule.getString("health"));
            }
        }
        return states;
    }

    private JsonObject ask(String url) throws Exception {
        try {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 503) {
                return JsonValue.EMPTY_JSON_OBJECT; // it starts
            }
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
                return reader.readObject().getJsonObject("data");
            }
        } catch (java.net.ConnectException e) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
    }

    /** The dashboard's questions, with its variables filled in as Grafana does. */
    private static List<String> panels() throws IOException {
        return Observability.panels().stream()
                .map(expression -> expression.replace("$instance", ".+").replace("$__rate_interval", "1m"))
                .toList();
    }
}
