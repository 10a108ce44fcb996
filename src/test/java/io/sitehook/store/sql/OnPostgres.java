package io.sitehook.store.sql;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sitehook.testing.Postgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has each {@link OpenStore} of a test class work on a real PostgreSQL: each home stands for a database of its own, copied
 * from one that has the schema already.
 */
public final class OnPostgres implements BeforeAllCallback, AfterAllCallback {
    private static final Map<Path, String> DATABASES = new ConcurrentHashMap<>();
    private static final String TEMPLATE = "sitehook_template";
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static volatile boolean on;
    private static boolean templateMade;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        synchronized (OnPostgres.class) {
            if (!templateMade) {
                Postgres.shared().execute("postgres", "CREATE DATABASE " + TEMPLATE);
                try (PostgresSource source = of(TEMPLATE)) {
                    Schema.POSTGRESQL.migrate(source.source());
                }
                templateMade = true;
            }
        }
        on = true;
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        on = false;
        for (String name : DATABASES.values()) {
            Postgres.shared().execute("postgres", "DROP DATABASE " + name + " WITH (FORCE)");
        }
        DATABASES.clear();
    }

    public static boolean is() {
        return on;
    }

    /** Passes over a test that is about SQLite alone. */
    public static void passOver(String about) {
        assumeFalse(on, "it is about " + about);
    }

    private static PostgresSource of(String database) {
        return PostgresSource.of(
                Postgres.shared().url(database), Optional.of(Postgres.shared().user()), Optional.empty());
    }

    static PostgresSource source(Path home) {
        return of(database(home));
    }

    static String database(Path home) {
        return DATABASES.computeIfAbsent(home, unused -> {
            String name = "of_a_test_" + NUMBERS.incrementAndGet();
            try {
                Postgres.shared().execute("postgres", "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return name;
        });
    }

    static Connection connect(Path home) throws SQLException {
        return Postgres.shared().connect(database(home));
    }
}
