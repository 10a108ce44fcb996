package io.sitehook.config;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads which handlers are made without a jar, and how deliveries to them run. */
final class BuiltInReader {
    /** Photos of a large project take longer than a usual handler may. */
    private static final Duration ARCHIVE_DEADLINE = Duration.ofMinutes(30);

    private final ValueReader values;
    private final DeliveryReader deliveries;

    BuiltInReader(ValueReader values, DeliveryReader deliveries) {
        this.values = values;
        this.deliveries = deliveries;
    }

    Map<String, BuiltInKind> read(Set<String> names) {
        Map<String, BuiltInKind> kinds = new TreeMap<>();
        for (String name : names) {
            Setting setting = Setting.HANDLER_BUILT_IN;
            // A wrong one is a problem, so that what stands in for it is never used.
            kinds.put(name, values.choice(setting, setting.named(name), BuiltInKind.class, BuiltInKind.MAIL));
        }
        return kinds;
    }

    /**
     * How deliveries to an archive run: with more time, and so that a later event replaces one that waits for its second
     * look, because it looks at the same project. All of it can be set otherwise for the one handler.
     */
    DeliverySettings archive(String name, DeliverySettings general) {
        return deliveries.of(
                name,
                new DeliverySettings(
                        general.attempts(),
                        general.schedule(),
                        ARCHIVE_DEADLINE,
                        general.concurrency(),
                        DeliverySettings.Order.LATEST));
    }
}
