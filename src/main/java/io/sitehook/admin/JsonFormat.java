package io.sitehook.admin;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.adapter.JsonbAdapter;
import jakarta.json.bind.config.PropertyOrderStrategy;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How answers are written: nulls too, times in UTC with milliseconds. */
@Provider
final class JsonFormat implements ContextResolver<Jsonb> {
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Jsonb jsonb = JsonbBuilder.create(new JsonbConfig()
            .withNullValues(true)
            .withPropertyOrderStrategy(PropertyOrderStrategy.ANY)
            .withAdapters(new Times()));

    /** A time as all answers give it, for example {@code 2026-11-25T09:00:00.123Z}. */
    static String text(Instant time) {
        return MILLIS.format(time);
    }

    @Override
    public Jsonb getContext(Class<?> type) {
        return jsonb;
    }

    Jsonb jsonb() {
        return jsonb;
    }

    /** Public, since it is called by reflection. */
    public static final class Times implements JsonbAdapter<Instant, String> {
        @Override
        public String adaptToJson(Instant time) {
            return text(time);
        }

        @Override
        public Instant adaptFromJson(String text) {
            return Instant.parse(text);
        }
    }
}
