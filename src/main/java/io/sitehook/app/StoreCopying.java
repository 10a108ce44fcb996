package io.sitehook.app;

import io.sitehook.config.Settings;
import io.sitehook.store.StoreUnavailableException;
import io.sitehook.store.sql.PostgresSource;
import io.sitehook.store.sql.StoreCopy;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies the store of a home into the PostgreSQL database that its settings name. */
public final class StoreCopying {
    private StoreCopying() {}

    /**
     * Copies; no server may use either.
     *
     * @param settings with {@code sitehook.database.url} set
     * @return how many rows of which table are there now
     * @throws StoreUnavailableException saying what is in the way; nothing was copied
     */
    public static Map<String, Long> run(Settings settings) {
        Map<String, Long> copied = new LinkedHashMap<>();
        try (PostgresSource target = StoreOpener.source(settings.database())) {
            StoreCopy.run(settings.home(), target, copied::put);
        }
        return copied;
    }
}
