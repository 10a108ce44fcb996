package io.sitehook.store.sql;

import io.sitehook.store.StoreUnavailableException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * Brings the database to this version's schema, by Flyway. The migrations are listed here instead of being scanned for:
 * scanning differs from container to container.
 */
final class Schema {
    static final Schema SQLITE = new Schema(
            "sqlite/",
            "V1__events_deliveries_attempts.sql",
            "V2__configuration.sql",
            "V3__admin.sql",
            "V5__sweep.sql",
            "V6__relay.sql",
            "V7__retention.sql",
            "V8__trace.sql",
            "V9__shown_sweeps.sql",
            "V10__nodes.sql",
            "V11__unrouted.sql");
    static final Schema POSTGRESQL = new Schema("postgresql/", "V1__baseline.sql", "V2__unrouted.sql");

    private final String directory;
    private final List<String> migrations;

    private Schema(String directory, String... migrations) {
        this.directory = directory;
        this.migrations = List.of(migrations);
    }

    /** As it was when there were only the first migrations. */
    Schema asOf(int migrations) {
        return new Schema(directory, this.migrations.subList(0, migrations).toArray(new String[0]));
    }

    int size() {
        return migrations.size();
    }

    /** @throws StoreUnavailableException if the database was written by a newer version, or can't be migrated */
    void migrate(DataSource source) {
        try {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(source)
                    .resourceProvider(new Listed())
                    .javaMigrationClassProvider(List::of)
                    .table("schema_history")
                    // Nothing is forgiven: a migration that is unknown here means a newer Sitehook has been at work.
                    .ignoreMigrationPatterns(new String[0])
                    .validateMigrationNaming(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreUnavailableException(
                    "the database's schema can't be brought to this version's. It is unchanged, and nothing is lost. "
                            + "If a newer Sitehook has used this database, go back to that one: " + e.getMessage(),
                    e);
        }
    }

    private final class Listed implements ResourceProvider {
        @Override
        public @Nullable LoadableResource getResource(String name) {
            return migrations.contains(name) ? new Migration(name) : null;
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return migrations.stream()
                    .filter(name -> name.startsWith(prefix))
                    .<LoadableResource>map(Migration::new)
                    .toList();
        }
    }

    private final class Migration extends LoadableResource {
        private final String name;

        Migration(String name) {
            this.name = name;
        }

        @Override
        public Reader read() {
            InputStream stream = Objects.requireNonNull(
                    Schema.class.getResourceAsStream("/io/sitehook/store/" + directory + name), name);
            return new InputStreamReader(stream, StandardCharsets.UTF_8);
        }

        @Override
        public String getAbsolutePath() {
            return directory + name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return getAbsolutePath();
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
