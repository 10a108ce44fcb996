package io.sitehook.admin;

import io.sitehook.store.Counters;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Whether everything is well, and how it went. */
@Path("status")
@Produces(MediaType.APPLICATION_JSON)
public final class StatusResource {
    private static final Duration ONE_HOUR = Duration.ofHours(1);

    private final StatusReport report;
    private final AdminStore store;

    public StatusResource(StatusReport report, AdminStore store) {
        this.report = report;
        this.store = store;
    }

    /** The status as of the last second. */
    @GET
    public StatusView status(@Context UriInfo uri) {
        Parameters.of(uri, Set.of()).check();
        return report.now();
    }

    /** Counts over time, oldest first; {@code bucketSeconds} is the width of each. */
    public record History(
            Instant from,
            long bucketSeconds,
            List<Long> received,
            List<Long> handled,
            List<Long> failed,
            List<Long> rejected) {}

    /** The last hour by minutes, the last day by quarters of an hour, the last week by hours. */
    @GET
    @Path("history")
    public History history(@Context UriInfo uri) {
        Parameters parameters = Parameters.of(uri, Set.of("hours"));
        int hours = parameters.number("hours", 24, 1, 168);
        if (hours != 1 && hours != 24 && hours != 168) {
            parameters.problem("hours", "is none of 1, 24, 168");
        }
        parameters.check();
        Duration bucket =
                switch (hours) {
                    case 1 -> Duration.ofMinutes(1);
                    case 24 -> Duration.ofMinutes(15);
                    default -> ONE_HOUR;
                };
        Counters.History history = store.counters().history(Duration.ofHours(hours), bucket);
        return new History(
                history.from(),
                bucket.toSeconds(),
                history.received(),
                history.handled(),
                history.failed(),
                history.rejected());
    }
}
