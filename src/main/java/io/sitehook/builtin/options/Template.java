package io.sitehook.builtin.options;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with names in braces, as in <code>Project {project_id}</code>. Immutable. */
public final class Template {
    private static final Pattern NAMES = Pattern.compile("\\{(" + EventValues.NAME + ")\\}");

    private final String text;

    private Template(String text) {
        this.text = text;
    }

    /** Reads a setting; names that do not exist are a problem. */
    public static Template of(Options options, String name, String text) {
        List<String> unknown = new ArrayList<>();
        NAMES.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(found -> !EventValues.isKnown(found))
                .forEach(unknown::add);
        if (!unknown.isEmpty()) {
            options.problem(name, "has names that do not exist: " + String.join(", ", unknown));
        }
        return new Template(text);
    }

    /**
     * The text with the values; what has no value is left out.
     *
     * @throws IOException if a value can't be had
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public String fill(EventValues values) throws IOException, InterruptedException {
        StringBuilder filled = new StringBuilder();
        Matcher names = NAMES.matcher(text);
        int from = 0;
        while (names.find()) {
            filled.append(text, from, names.start())
                    .append(values.get(names.group(1)).orElse(""));
            from = names.end();
        }
        return filled.append(text.substring(from)).toString();
    }
}
