package io.sitehook.admin;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the fake API answers: files in which {@code "@-3m"} is a time, rich as they are, emptied, or hostile. */
final class Answers {
    enum Kind {
        RICH,
        EMPTY,
        HOSTILE
    }

    /** What people put into texts to break pages. Every one of them must be seen as it is. */
    static final List<String> HOSTILE = List.of(
            "<script>window.broken = 1; alert(1)</script>",
            "\"><img src=x onerror=\"window.broken = 2; alert(2)\">",
            "<svg onload=alert(3)><animate onbegin=alert(3)>",
            "javascript:alert(4)",
            "{{constructor.constructor('alert(5)')()}} ${alert(5)} <%= alert(5) %>",
            "photo\u202egpj.exe\u2066\u200b</title><base href=//evil.example>",
            "data:text/html,<script>alert(7)</script>' onmouseover='alert(7)",
            "x".repeat(65_500) + "<script>alert(8)</script>");

    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("session", "session"),
            Map.entry("status", "status"),
            Map.entry("status/history", "status-history"),
            Map.entry("coverage", "coverage"),
            Map.entry("events", "events"),
            Map.entry("failures", "failures"),
            Map.entry("deliveries", "deliveries"),
            Map.entry("jobs", "jobs"),
            Map.entry("handlers", "handlers"),
            Map.entry("connections", "connections"),
            Map.entry("connections/northwind-solar", "connection"),
            Map.entry("connections/test-portal", "connection-silent"),
            Map.entry("connections/test-portal/suggested-states", "suggested-states"),
            Map.entry("connections/northwind-solar/suggested-states", "suggested-states"),
            Map.entry("subscriptions", "subscriptions"),
            Map.entry("subscriptions/erp", "subscription"),
            Map.entry("subscriptions/partner-portal", "subscription-resting"),
            Map.entry("subscriptions/legacy-crm", "subscription-gone"),
            Map.entry("rejections", "rejections"),
            Map.entry("audit", "audit"),
            Map.entry("about", "about"));
    static final String EVENT = "01932f7a-0001-7c3e-9b51-6f0d2a8c41e7";
    static final String UNREADABLE = "01932f7a-0007-7c3e-9b51-6f0d2a8c41e7";

    private static final String JOB = "{\"id\":\"j-9\",\"action\":\"replay\",\"total\":4,\"done\":4,\"skipped\":0,"
            + "\"state\":\"finished\",\"by\":\"mara.lindqvist\",\"at\":\"2026-11-25T09:00:00.000Z\"}";

    /** What a test looks for where a secret is shown once. */
    static final String MADE_SECRET = "5f1d7c0e9ab24e6f8c31d0b7a2956e4455f1d7c0e9ab24e6f8c31d0b7a2956e4";

    private static final String MADE = "{\"subscription\":{},\"hmacSecret\":\"" + MADE_SECRET
            + "\",\"standardWebhooksSecret\":\"whsec_NWYxZDdjMGU5YWIyNGU2ZjhjMzFkMGI3YTI5NTZlNDQ=\"}";

    private static final Pattern TIME = Pattern.compile("@([+-]\\d+)([smhd])");
    private static final Map<String, ChronoUnit> UNITS =
            Map.of("s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES, "h", ChronoUnit.HOURS, "d", ChronoUnit.DAYS);
    /** The server makes these itself; the rest may be anyone's text. */
    private static final Set<String> OURS = Set.of("id", "key", "csrf", "next", "event", "sampleEvent", "lastEventId");

    private int used;

    private Answers() {}

    static @Nullable String toRead(String path, Kind kind, boolean admin) {
        if (path.equals("session")) {
            return read("session").replace("\"admin\": true", "\"admin\": " + admin);
        }
        String file = path.equals("events/" + UNREADABLE)
                ? "event-unreadable"
                : path.startsWith("events/") ? "event" : path.startsWith("jobs/") ? null : FILES.get(path);
        if (path.startsWith("jobs/")) {
            return JOB;
        }
        if (file == null) {
            return null;
        }
        JsonValue value = Json.createReader(open(file)).readValue();
        return new Answers().changed("", value, kind).toString();
    }

    /** The answer to a change that no test has anything special for. */
    static String toChange(String path, JsonObject body) {
        if (path.equals("jobs") || path.equals("coverage/offer")) {
            return body.getBoolean("dryRun") ? "{\"count\":4,\"job\":null}" : "{\"count\":4,\"job\":" + JOB + "}";
        }
        if (path.equals("subscriptions") || path.startsWith("subscriptions/") && path.endsWith("/rotate")) {
            return MADE;
        }
        if (path.endsWith("/replay")) {
            return "{\"count\":3,\"event\":\"" + EVENT + "\"}";
        }
        if (path.endsWith("/repair")) {
            return "{\"event\":\"" + EVENT + "\"}";
        }
        if (path.equals("probe")) {
            return "{\"ok\":true,\"event\":\"" + EVENT + "\",\"steps\":["
                    + "{\"name\":\"HTTP\",\"ok\":true,\"millis\":3,\"text\":\"200 from its own address\"},"
                    + "{\"name\":\"signature\",\"ok\":true,\"millis\":1,\"text\":\"hex, current secret\"},"
                    + "{\"name\":\"store\",\"ok\":true,\"millis\":9,\"text\":\"committed\"},"
                    + "{\"name\":\"done\",\"ok\":true,\"millis\":21,\"text\":\"the no-op ran\"}]}";
        }
        return "";
    }

    private JsonValue changed(String name, JsonValue value, Kind kind) {
        return switch (value.getValueType()) {
            case OBJECT -> object(value.asJsonObject(), kind);
            case ARRAY -> array(name, value.asJsonArray(), kind);
            case STRING -> Json.createValue(string(name, ((JsonString) value).getString(), kind));
            default -> value;
        };
    }

    private JsonObject object(JsonObject object, Kind kind) {
        JsonObjectBuilder builder = Json.createObjectBuilder();
        object.forEach((name, value) -> builder.add(name, changed(name, value, kind)));
        return builder.build();
    }

    private JsonArray array(String name, JsonArray array, Kind kind) {
        JsonArrayBuilder builder = Json.createArrayBuilder();
        boolean chart = !array.isEmpty() && array.get(0).getValueType() == JsonValue.ValueType.NUMBER;
        if (kind != Kind.EMPTY || chart) {
            array.forEach(value -> builder.add(changed(name, value, kind)));
        }
        return builder.build();
    }

    private String string(String name, String text, Kind kind) {
        Matcher time = TIME.matcher(text);
        if (time.matches()) {
            return Instant.now()
                    .plus(Duration.of(Long.parseLong(time.group(1)), UNITS.get(time.group(2))))
                    .truncatedTo(ChronoUnit.MILLIS)
                    .toString();
        }
        if (kind != Kind.HOSTILE || OURS.contains(name)) {
            return text;
        }
        return HOSTILE.get(used++ % HOSTILE.size()) + " " + used;
    }

    private static String read(String file) {
        try (InputStream in = open(file)) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String file) {
        return java.util.Objects.requireNonNull(Answers.class.getResourceAsStream(file + ".json"), file);
    }
}
