package io.sitehook.admin;

import io.sitehook.store.Page;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.jspecify.annotations.Nullable;

/** Answers a list: one page of it, or all of it as a download. */
final class ListAnswer {

    /** Gives one page after the other. */
    interface Pager<T extends Record> {
        Page<T> page(int limit, @Nullable String cursor);
    }

    private ListAnswer() {}

    /**
     * The answer to a call whose parameters were checked.
     *
     * @param name what the file of a download is called, without its ending
     * @param type of the rows; its components are the columns
     */
    static <T extends Record> Response of(Parameters parameters, String name, Class<T> type, Pager<T> pager) {
        int limit = parameters.limit();
        String cursor = parameters.cursor();
        String format = parameters.format();
        parameters.check();
        if (format == null) {
            return Response.ok(pager.page(limit, cursor)).build();
        }
        // The first page is fetched before the answer begins, so that what fails can still be told.
        Export<T> export = new Export<>(type, pager, pager.page(Export.ROWS_AT_ONCE, cursor));
        StreamingOutput output = format.equals("csv") ? export::csv : export::json;
        return Response.ok(output, format.equals("csv") ? "text/csv;charset=UTF-8;header=present" : "application/json")
                .header("Content-Disposition", "attachment; filename=\"" + name + "." + format + "\"")
                .build();
    }
}
