package io.sitehook.admin;

import io.sitehook.store.Page;
import jakarta.json.bind.Jsonb;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A list as a file: fetched page by page while it is written, so that it is never whole in memory and no page holds up
 * the database for long. Ends after 100,000 rows.
 */
final class Export<T extends Record> {
    static final int ROWS_AT_ONCE = 500;
    static final int MOST_ROWS = 100_000;

    private final Class<T> type;
    private final ListAnswer.Pager<T> pager;
    private final Page<T> first;

    Export(Class<T> type, ListAnswer.Pager<T> pager, Page<T> first) {
        this.type = type;
        this.pager = pager;
        this.first = first;
    }

    private interface Use<T> {
        void row(T row) throws IOException;
    }

    private void each(Use<T> use) throws IOException {
        int written = 0;
        Page<T> page = first;
        while (true) {
            for (T row : page.items()) {
                if (written++ == MOST_ROWS) {
                    return;
                }
                use.row(row);
            }
            if (page.next() == null) {
                return;
            }
            page = pager.page(ROWS_AT_ONCE, page.next());
        }
    }

    private static Writer writer(OutputStream output) {
        return new BufferedWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8));
    }

    /** An array of the rows. */
    void json(OutputStream output) throws IOException {
        Writer writer = writer(output);
        Jsonb jsonb = new JsonFormat().jsonb();
        String[] before = {"["};
        each(row -> {
            writer.append(before[0]).append('\n').append(jsonb.toJson(row));
            before[0] = ",";
        });
        writer.append(before[0].equals("[") ? "[]" : "\n]").append('\n').flush();
    }

    /** Comma-separated values as in RFC 4180, with a line of names. */
    void csv(OutputStream output) throws IOException {
        Writer writer = writer(output);
        List<String> names = new ArrayList<>();
        names(type, "", names);
        line(writer, names);
        each(row -> {
            List<String> cells = new ArrayList<>();
            cells(type, row, cells);
            line(writer, cells);
        });
        writer.flush();
    }

    private static void line(Writer writer, List<String> cells) throws IOException {
        writer.append(cells.stream().map(Export::cell).collect(Collectors.joining(",")))
                .append("\r\n");
    }

    /** What a spreadsheet would take for a formula is made text by an apostrophe in front. */
    static String cell(String text) {
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean plain = safe.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
        return plain ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }

    private static void names(Class<?> type, String prefix, List<String> names) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType().isRecord()) {
                names(component.getType(), prefix + component.getName() + ".", names);
            } else {
                names.add(prefix + component.getName());
            }
        }
    }

    private static void cells(Class<?> type, @Nullable Object row, List<String> cells) {
        for (RecordComponent component : type.getRecordComponents()) {
            Object value = row == null ? null : value(component, row);
            if (component.getType().isRecord()) {
                cells(component.getType(), value, cells);
            } else if (value instanceof Instant time) {
                cells.add(JsonFormat.text(time));
            } else {
                cells.add(value == null ? "" : value.toString());
            }
        }
    }

    private static @Nullable Object value(RecordComponent component, Object row) {
        try {
            return component.getAccessor().invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the rows of a list are public records", e);
        }
    }
}
