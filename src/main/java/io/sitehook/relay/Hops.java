package io.sitehook.relay;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Sitehooks that a status change came through, so that a ring of relays ends.
 *
 * @param ids oldest first
 */
public record Hops(List<String> ids) {
    /** The header that carries them from one to the next. */
    public static final String HEADER = "x-sitehook-hops";

    /** A status change that has come over so many is not sent on. */
    public static final int MOST = 8;

    /** None: it comes from SiteCapture, or was put in here. */
    public static final Hops NONE = new Hops(List.of());

    /**
     * Reads the header.
     *
     * @param header ids separated by commas, null or empty for none
     */
    public static Hops of(@Nullable String header) {
        if (header == null) {
            return NONE;
        }
        return new Hops(Arrays.stream(header.split(","))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .toList());
    }

    int size() {
        return ids.size();
    }

    boolean contains(String instance) {
        return ids.contains(instance);
    }

    /** The header for the next one. */
    String and(String instance) {
        return Stream.concat(ids.stream(), Stream.of(instance)).collect(Collectors.joining(","));
    }
}
