package io.sitehook.bench;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Times and what is made of them. */
final class Clocks {
    private Clocks() {}

    /** Microseconds since 1970, the same in all processes of this machine. */
    static long micros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    /** The smallest value that this part of all values does not exceed; NaN of none. */
    static double percentile(Collection<Long> values, double part) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, Math.ceil(part * sorted.size()) - 1));
    }
}
