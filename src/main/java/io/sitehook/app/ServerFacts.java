package io.sitehook.app;

import io.sitehook.admin.Surroundings;
import io.sitehook.config.DatabaseSettings;
import io.sitehook.config.Settings;
import io.sitehook.config.SettingsReader;
import io.sitehook.config.SettingsSources;
import io.sitehook.store.Purge;
import io.sitehook.store.sql.PostgresSource;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the server is and runs on. */
final class ServerFacts implements Surroundings {
    private static final String LICENCES = "/io/sitehook/licences.properties";
    private static final Pattern JAR = Pattern.compile(".*/(.+?)-(\\d.*)\\.jar");

    private final String container;
    private final String version;
    private final List<Library> libraries;
    private final Settings settings;
    private final SettingsSources sources;
    private final Instant startedAt;
    private final Supplier<Purge.Rules> retention;

    ServerFacts(
            ServletContext context,
            Settings settings,
            SettingsSources sources,
            Clock clock,
            Supplier<Purge.Rules> retention) {
        container = context.getServerInfo();
        version = version(context);
        libraries = libraries(context.getResourcePaths("/WEB-INF/lib/"));
        this.settings = settings;
        this.sources = sources;
        startedAt = clock.instant();
        this.retention = retention;
    }

    /** Of Sitehook, from the WAR's manifest. */
    static String version(ServletContext context) {
        Properties manifest = new Properties();
        try (InputStream file = context.getResourceAsStream("/META-INF/MANIFEST.MF")) {
            if (file != null) {
                manifest.load(file);
            }
        } catch (IOException e) {
            return "unknown";
        }
        return manifest.getProperty("Implementation-Version", "development");
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String container() {
        return container;
    }

    @Override
    public String home() {
        return settings.home().toString();
    }

    @Override
    public String databaseFile() {
        DatabaseSettings database = settings.database();
        return database.jndi()
                .or(() -> database.url().map(PostgresSource::withoutParameters))
                .orElseGet(() -> settings.home().resolve("sitehook.db").toString());
    }

    @Override
    public Instant startedAt() {
        return startedAt;
    }

    @Override
    public List<ShownSetting> settings() {
        return SettingsReader.shown(sources).stream()
                .map(setting -> new ShownSetting(setting.name(), setting.value(), setting.source()))
                .toList();
    }

    @Override
    public Purge.Rules retention() {
        return retention.get();
    }

    /** The jars in the WAR. */
    @Override
    public List<Library> libraries() {
        return libraries;
    }

    private static List<Library> libraries(@Nullable Set<String> jars) {
        Properties licences = new Properties();
        try (InputStream file = ServerFacts.class.getResourceAsStream(LICENCES)) {
            if (file != null) {
                licences.load(file);
            }
        } catch (IOException e) {
            licences.clear(); // then none is named
        }
        List<Library> libraries = new ArrayList<>();
        for (String path : new TreeSet<>(jars == null ? Set.of() : jars)) {
            Matcher name = JAR.matcher(path);
            if (name.matches()) {
                String artifact = name.group(1);
                libraries.add(new Library(
                        artifact, name.group(2), licences.getProperty(artifact, "not one that Sitehook comes with")));
            }
        }
        return List.copyOf(libraries);
    }
}
