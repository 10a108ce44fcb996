package io.sitehook.admin;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was selected, in words for the audit trail. */
final class Selected {
    private static final int MOST_NAMED = 20;

    private Selected() {}

    static String inWords(@Nullable List<Long> deliveries, JobsResource.@Nullable Selection selection) {
        if (deliveries != null) {
            return deliveries.stream().limit(MOST_NAMED).map(String::valueOf).collect(Collectors.joining(", "))
                    + (deliveries.size() > MOST_NAMED ? ", …" : "");
        }
        if (selection != null && selection.cause() != null) {
            return "cause " + selection.cause();
        }
        return selection == null || selection.filter() == null ? "none" : new TreeMap<>(selection.filter()).toString();
    }
}
