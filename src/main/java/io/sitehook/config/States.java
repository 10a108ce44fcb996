package io.sitehook.config;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The workflow states that a connection selects.
 *
 * @param all whether every status change is
 * @param withoutState whether those without a state are
 * @param codes the codes, if not all are
 */
record States(boolean all, boolean withoutState, Set<String> codes) {
    static final States ALL = new States(true, true, Set.of());

    private static final int LONGEST_CODE = 200;
    private static final String WITHOUT_STATE = "without-state";

    /** Reads {@code ALL} or a list; a bad one is a problem and counts as ALL. */
    static States parse(Value value, Problems problems) {
        if (isAll(value.text())) {
            return ALL;
        }
        boolean withoutState = false;
        Set<String> codes = new LinkedHashSet<>();
        for (String item : ValueReader.items(value.text())) {
            if (item.isEmpty() || item.length() > LONGEST_CODE) {
                problems.addShown(
                        value, item.isEmpty() ? "has nothing between two commas" : "has a code that is too long");
                return ALL;
            }
            if (isAll(item)) {
                problems.addShown(value, "names ALL together with others");
                return ALL;
            }
            if (item.toLowerCase(Locale.ROOT).equals(WITHOUT_STATE)) {
                withoutState = true;
            } else {
                codes.add(item);
            }
        }
        return new States(false, withoutState, Collections.unmodifiableSet(codes));
    }

    private static boolean isAll(String text) {
        return text.toUpperCase(Locale.ROOT).equals(Setting.STATES.standard());
    }
}
