package io.sitehook.admin;

import io.sitehook.admin.Surroundings.Library;
import io.sitehook.admin.Surroundings.ShownSetting;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Set;

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
            List<ShownSetting> settings,
            List<Library> licences) {}

    /** The database. */
    public record Database(String kind, String version, String file, long sizeBytes, long events) {}

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
                surroundings.node(),
                surroundings.startedAt(),
                surroundings.settings(),
                surroundings.libraries());
    }
}
