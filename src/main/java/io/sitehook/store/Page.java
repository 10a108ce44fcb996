package io.sitehook.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list. It may hold fewer rows than were asked for, even none, while there are more: a search that finds
 * little stops after a while, and goes on where it stopped.
 *
 * @param next where the next part begins, as text that only the store understands; null at the end of the list
 */
public record Page<T>(List<T> items, @Nullable String next) {
    /** The part, unmodifiable. */
    public Page {
        items = List.copyOf(items);
    }
}
