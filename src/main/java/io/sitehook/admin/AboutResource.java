package io.sitehook.admin;

import io.sitehook.admin.Surroundings.Library;
import io.sitehook.admin.Surroundings.ShownSetting;
import io.sitehook.store.Purge;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What runs here. */
@Path("about")
@Produces(MediaType.APPLICATION_JSON)
public final class AboutResource {
    private final AdminParts parts;

    public AboutResource(AdminParts parts) {
        this.parts = parts;
    }

    /** All about it; the settings' secrets are masked. */
    public record About(
            String version,
            String java,
            String container,
            String os,
            Database database,
            String home,
            String node,
            Instant startedAt,
            Retention retention,
            List<ShownSetting> settings,
            List<Library> licences) {}

    /** The database. */
    public record Database(String kind, String version, String file, long sizeBytes, long events) {}

    /**
     * How long things are kept.
     *
     * @param oldestEvent when the oldest event that is still there was received, null if there is none
     * @param auditSeconds how long the audit trail is kept; 0: for ever
     */
    public record Retention(
            Limits general,
            Map<String, Limits> connections,
            long auditSeconds,
            @Nullable Instant oldestEvent) {}

    /**
     * How long events are kept after everything about them is done, they have failed, or nobody took them. 0: for ever.
     *
     * @param count how many a connection keeps, about; 0: any number
     */
    public record Limits(long finishedSeconds, long deadSeconds, long parkedSeconds, long count) {

        public static Limits of(Purge.Limits limits) {
            return new Limits(
                    limits.finished().toSeconds(),
                    limits.dead().toSeconds(),
                    limits.parked().toSeconds(),
                    limits.count());
        }
    }

    private Retention retention() {
        Purge.Rules rules = parts.surroundings().retention();
        Map<String, Limits> connections = new TreeMap<>();
        rules.byConnection().forEach((name, limits) -> connections.put(name, Limits.of(limits)));
        return new Retention(
                Limits.of(rules.general()),
                connections,
                rules.audit().toSeconds(),
                parts.store().ledger().oldestEvent().orElse(null));
    }

    /** About. */
    @GET
    public About about(@Context UriInfo uri) {
        Parameters.of(uri, Set.of()).check();
        Surroundings surroundings = parts.surroundings();
        List<String> database = parts.store().ledger().databaseVersion();
        return new About(
                surroundings.version(),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                surroundings.container(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                new Database(
                        database.get(0),
                        database.get(1),
                        surroundings.databaseFile(),
                        parts.store().ledger().sizeBytes(),
                        parts.store().counters().stored()),
                surroundings.home(),
                parts.store().nodes().self(),
                surroundings.startedAt(),
                retention(),
                surroundings.settings(),
                surroundings.libraries());
    }
}
