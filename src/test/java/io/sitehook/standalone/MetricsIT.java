package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of the served WAR: who gets them, what is in them, and what the dashboard and the alerts ask for. */
@Tag("wide")
class MetricsIT {
    private static final String TOKEN = "a token that only the tests know";
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[^}]*})? (\\S+)$");
    private static final Pattern METRIC = Pattern.compile("\\b(sitehook|jvm|process|system)_[a-z0-9_]+");

    @TempDir
    Path directory;

    private String figures(ServedHome served, String url) throws Exception {
        HttpResponse<String> answer = served.get(url + "/metrics", "Authorization", "Bearer " + TOKEN);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(
                        type -> assertThat(type).startsWith("text/plain").contains("version=0.0.4"));
        return answer.body();
    }

    private static double value(String figures, String sample) {
        Matcher matcher = SAMPLE.matcher(figures);
        while (matcher.find()) {
            if ((matcher.group(1) + (matcher.group(2) == null ? "" : matcher.group(2))).equals(sample)) {
                return Double.parseDouble(matcher.group(3));
            }
        }
        throw new AssertionError("no " + sample + " in " + figures);
    }

    private static Set<String> names(String figures) {
        return SAMPLE.matcher(figures)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void whatHappensIsCountedAndEveryMetricOfDashboardAndAlertsIsThere() throws Exception {
        ServedHome served = new ServedHome(directory, "sitehook.metrics-token=" + TOKEN + "\n");
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            assertThat(served.get(url + "/metrics").statusCode()).isEqualTo(401);
            assertThat(served.get(url + "/admin/metrics").statusCode()).isEqualTo(401);
            assertThat(served.get(url + "/metrics", "Authorization", "Bearer wrong " + TOKEN)
                            .statusCode())
                    .isEqualTo(401);
            assertThat(served.post(url, body("1", "ACCEPTED")).statusCode()).isEqualTo(200);
            assertThat(served.post(url, body("1", "ACCEPTED")).body()).contains("duplicate");
            assertThat(served.post(url, body("2", "COMPLETE")).statusCode()).isEqualTo(200);
            assertThat(served.postForged(url).statusCode()).isEqualTo(401);
            await(
                    "the attempts are counted",
                    () -> figures(served, url)
                            .contains("sitehook_attempts_total{handler=\"write-file\",outcome=\"done\"}"));
            await("both kinds of counts agree", () -> {
                String figures = figures(served, url);
                return value(figures, "sitehook_posts_committed_total") == 3
                        && value(figures, "sitehook_answers_stored_total") == 3;
            });
            String figures = figures(served, url);
            assertThat(value(figures, "sitehook_posts_total{connection=\"sitecapture\",result=\"stored\"}"))
                    .isEqualTo(2);
            assertThat(value(figures, "sitehook_posts_total{connection=\"sitecapture\",result=\"duplicate\"}"))
                    .isEqualTo(1);
            assertThat(value(figures, "sitehook_refusals_total{reason=\"unauthorized\"}"))
                    .isEqualTo(1);
            assertThat(value(figures, "sitehook_refusals_total{reason=\"unavailable\"}"))
                    .isZero();
            assertThat(value(figures, "sitehook_rejections_total{connection=\"sitecapture\",kind=\"signature\"}"))
                    .isEqualTo(1);
            assertThat(value(figures, "sitehook_store_up")).isEqualTo(1);
            assertThat(figures).doesNotContain(TOKEN, ServedHome.SECRET).doesNotContain("127.0.0.1");

            Set<String> there = names(figures);
            Set<String> asked = asked();
            assertThat(asked).hasSizeGreaterThan(20);
            assertThat(there).containsAll(asked);
            assertThat(there.stream().filter(name -> name.startsWith("sitehook_")))
                    .allMatch(MetricsIT::isInTheGuide, "stands in operating.md");
        }
    }

    @Test
    void withoutATokenNoTokenIsRightAndWhoIsLoggedInGetsTheFigures() throws Exception {
        ServedHome served = new ServedHome(directory, "");
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            assertThat(served.get(url + "/metrics", "Authorization", "Bearer ").statusCode())
                    .isEqualTo(401);
            assertThat(served.get(url + "/metrics", "Authorization", "Bearer x").statusCode())
                    .isEqualTo(401);
            AdminClient browser = new AdminClient(url);
            browser.loginFirst("admin", server.oneTimePassword(), "a password of the tests' own");
            assertThat(browser.get("/metrics").body()).contains("sitehook_store_up 1.0");
            assertThat(browser.get("/admin/metrics").body()).contains("sitehook_store_up 1.0");
        }
    }

    private static boolean isInTheGuide(String sample) {
        try {
            String guide = Files.readString(Path.of("src/docs/operating.md"));
            return guide.contains("`" + sample + "`")
                    || guide.contains("`" + sample.replaceFirst("_(bucket|count|sum|max)$", "") + "`");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The metrics in every expression of the dashboard and the alerts. */
    private static Set<String> asked() throws Exception {
        List<String> expressions = new ArrayList<>(Observability.panels());
        for (String line : Files.readAllLines(Observability.ALERTS)) {
            if (line.strip().startsWith("expr:")) {
                expressions.add(line);
            }
        }
        return METRIC.matcher(String.join("\n", expressions))
                .results()
                .map(java.util.regex.MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
