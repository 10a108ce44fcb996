package io.sitehook.app;

import io.sitehook.config.ConnectionSettings;
import io.sitehook.config.RelaySettings;
import io.sitehook.config.Settings;
import io.sitehook.config.SettingsException;
import io.sitehook.config.SettingsReader;
import io.sitehook.config.SettingsSources;
import io.sitehook.store.WakeUp;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads the settings again every two seconds and takes over what has changed of the connections and subscriptions, so
 * that a secret can be rotated, or a connection paused, while posts come in. All other settings wait for the next start. While what is
 * written is wrong, what was right before stays in force.
 */
final class SettingsWatch {
    private static final System.Logger LOGGER = System.getLogger(SettingsWatch.class.getName());
    private static final long INTERVAL_SECONDS = 2;

    private final SettingsSources sources;
    private final ConnectionDirectory directory;
    private final WakeUp wakeUp;
    private final Consumer<RelaySettings> relay;
    private Map<String, ConnectionSettings> inForce;
    private RelaySettings relayInForce;
    private String lastProblem = "";

    /** @param relay told when what concerns sending on has changed */
    SettingsWatch(
            Settings settings,
            SettingsSources sources,
            ConnectionDirectory directory,
            WakeUp wakeUp,
            Consumer<RelaySettings> relay) {
        this.relay = relay;
        this.relayInForce = settings.relay();
        this.sources = sources;
        this.directory = directory;
        this.wakeUp = wakeUp;
        this.inForce = settings.connections();
    }

    void start(ScheduledExecutorService timer) {
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(this::look, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
    }

    /** Reads once. */
    void look() {
        try {
            Settings read = SettingsReader.read(sources);
            lastProblem = "";
            if (!read.connections().equals(inForce)) {
                directory.replace(read.connections());
                inForce = read.connections();
                LOGGER.log(
                        Level.INFO, "the connections' settings have changed and are in force: " + directory.describe());
                read.warnings().forEach(warning -> LOGGER.log(Level.WARNING, warning));
                wakeUp.ring();
            }
            if (!read.relay().equals(relayInForce)) {
                relayInForce = read.relay();
                relay.accept(relayInForce);
                LOGGER.log(Level.INFO, "the subscriptions' settings have changed and are in force");
            }
        } catch (SettingsException e) {
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(lastProblem)) {
                lastProblem = problem;
                LOGGER.log(
                        Level.ERROR,
                        "the settings have changed and are wrong; those from before stay in force. " + problem);
            }
        } catch (RuntimeException e) {
            LOGGER.log(Level.ERROR, "the settings could not be read again; those from before stay in force", e);
        }
    }
}
