package io.sitehook.app;

import io.sitehook.config.DatabaseSettings;
import io.sitehook.config.Secret;
import io.sitehook.config.Settings;
import io.sitehook.store.CommitListener;
import io.sitehook.store.Store;
import io.sitehook.store.StoreUnavailableException;
import io.sitehook.store.WakeUp;
import io.sitehook.store.sql.DatabaseTime;
import io.sitehook.store.sql.PostgresSource;
import io.sitehook.store.sql.PostgresStore;
import io.sitehook.store.sql.SqliteStore;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Opens the store that the settings name.
 *
 * @param configurationChanged told, on a thread of the store's, that another server changed connections or subscriptions
 */
record StoreOpener(
        Settings settings,
        String version,
        DatabaseTime clock,
        WakeUp wakeUp,
        ScheduledExecutorService timer,
        CommitListener listener,
        Runnable configurationChanged) {

    /**
     * Opens it.
     *
     * @throws StoreUnavailableException saying what is in the way; nothing is left open
     */
    Store open() {
        DatabaseSettings database = settings.database();
        if (!database.isShared()) {
            return SqliteStore.open(settings.home(), clock, wakeUp, timer, settings.queueLimit(), listener, version);
        }
        return PostgresStore.open(
                source(database),
                new PostgresStore.Self(settings.home(), database.node().orElseGet(StoreOpener::machine), version),
                clock,
                clock,
                wakeUp,
                timer,
                settings.queueLimit(),
                listener,
                configurationChanged);
    }

    /** The PostgreSQL database that is set. */
    static PostgresSource source(DatabaseSettings database) {
        return database.jndi()
                .map(PostgresSource::ofContainer)
                .orElseGet(() -> PostgresSource.of(
                        database.url().orElseThrow(),
                        database.user(),
                        database.password().map(Secret::reveal)));
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new StoreUnavailableException(
                    "this machine has no name of its own; give this server one (sitehook.node)", e);
        }
    }
}
