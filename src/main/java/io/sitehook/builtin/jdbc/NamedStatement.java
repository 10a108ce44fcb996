package io.sitehook.builtin.jdbc;

import io.sitehook.builtin.options.EventValues;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An SQL statement with names, as {@code :project_id}, for its values.
 *
 * @param sql with a question mark for each of them
 * @param names in the order of the question marks
 */
record NamedStatement(String sql, List<String> names) {
    /** What is to be left alone comes first: texts, quoted names, comments, and the casts of PostgreSQL. */
    private static final Pattern PARTS = Pattern.compile(
            "'[^']*'|\"[^\"]*\"|`[^`]*`|--[^\\n]*|/\\*.*?\\*/|::|:(" + EventValues.NAME + ")", Pattern.DOTALL);

    static NamedStatement parse(String text) {
        List<String> names = new ArrayList<>();
        StringBuilder sql = new StringBuilder();
        Matcher parts = PARTS.matcher(text);
        int from = 0;
        while (parts.find()) {
            sql.append(text, from, parts.start());
            String name = parts.group(1);
            if (name == null) {
                sql.append(parts.group());
            } else {
                sql.append('?');
                names.add(name);
            }
            from = parts.end();
        }
        return new NamedStatement(sql.append(text.substring(from)).toString(), List.copyOf(names));
    }
}
