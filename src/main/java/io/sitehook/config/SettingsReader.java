package io.sitehook.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads every setting once and checks it. In order of precedence: system properties, environment variables,
 * {@code sitehook.properties} in the home, context parameters.
 *
 * <p>A variable's name is the setting's in upper case with {@code _} for {@code .} and {@code -}:
 * {@code SITEHOOK_CONNECTIONS_SITECAPTURE_HMAC_SECRET} is {@code sitehook.connections.sitecapture.hmac-secret}. Handler
 * settings are ambiguous there: {@code SITEHOOK_HANDLER_WRITE_FILE_FOLDER} is a setting of {@code write-file} if another
 * source has a setting of it (or a variable {@code SITEHOOK_HANDLER_WRITE_FILE_DELIVERY_…} is there), else of
 * {@code write}.
 *
 * <p>Nothing is kept and nothing is written; secret files are read once, now.
 */
public final class SettingsReader {
    private static final int SYSTEM_PROPERTIES = 400;
    private static final int ENVIRONMENT = 300;
    private static final int FILE = 200;
    private static final int CONTEXT_PARAMETERS = 100;

    private final SettingsSources sources;
    private final Problems problems = new Problems();
    private final UnknownNames unknown = new UnknownNames(problems);
    private final HomeReader homes;
    private Path home = Path.of("");

    private SettingsReader(SettingsSources sources) {
        this.sources = sources;
        homes = new HomeReader(sources, problems);
    }

    /**
     * Reads all settings.
     *
     * @param sources where from
     * @return the settings, with {@link Settings#warnings()} for what is odd but not wrong
     * @throws SettingsException if anything is wrong: with all problems in its message, none of them showing a secret
     */
    public static Settings read(SettingsSources sources) throws SettingsException {
        return new SettingsReader(sources).read();
    }

    /**
     * Lists what is set, and what stands by default, by name. Secrets are masked, and handlers' own settings too, since
     * they may be some.
     *
     * @param sources where from
     * @return the settings, whether they are right or not
     */
    public static List<ShownSetting> shown(SettingsSources sources) {
        SourceStack stack = new SettingsReader(sources).stack();
        Map<String, ShownSetting> shown = new TreeMap<>();
        for (Setting setting : Setting.values()) {
            if (!setting.standard().isEmpty() && setting.named("").equals(setting.pattern())) {
                shown.put(setting.pattern(), new ShownSetting(setting.pattern(), setting.standard(), "default"));
            }
        }
        for (String name : stack.names()) {
            SettingCatalogue.match(name)
                    .flatMap(match -> stack.find(match.setting(), name))
                    .ifPresent(value -> shown.put(
                            name,
                            new ShownSetting(
                                    name,
                                    value.setting().isSecret() ? ShownSetting.MASK : value.text(),
                                    value.origin())));
        }
        return List.copyOf(shown.values());
    }

    private Settings read() throws SettingsException {
        SourceStack stack = stack();
        ValueReader values = new ValueReader(stack, problems);
        Path handlersDirectory = homes.handlersDirectory(values, home);
        Settings settings = settings(stack, values, home, handlersDirectory);
        if (!problems.problems().isEmpty()) {
            throw new SettingsException(problems.problems(), home, handlersDirectory);
        }
        return settings;
    }

    private SourceStack stack() {
        Layer system = layer("system property", SYSTEM_PROPERTIES, sources.systemProperties());
        Layer context = layer("context parameter", CONTEXT_PARAMETERS, sources.contextParameters());

        Layer early = environment(Set.of(), new Problems());
        home = homes.home(new ValueReader(new SourceStack(List.of(system, early, context)), problems));

        Layer file = file(home.resolve(SettingsFile.NAME));
        Set<String> elsewhere = new TreeSet<>();
        List.of(system, file, context).forEach(layer -> elsewhere.addAll(layer.getPropertyNames()));
        Layer environment = environment(elsewhere, problems);

        return new SourceStack(List.of(system, environment, file, context));
    }

    private Settings settings(SourceStack stack, ValueReader values, Path home, Path handlersDirectory) {
        Owners owners = Owners.of(stack);
        SecretReader secrets = new SecretReader(stack, home, problems);
        RetentionReader retentionReader = new RetentionReader(values, problems);
        RetentionSettings retention = retentionReader.general();
        ConnectionReader connectionReader = new ConnectionReader(values, secrets, problems);
        Map<String, ConnectionSettings> connections = new TreeMap<>();
        owners.connections().forEach(name -> connections.put(name, connectionReader.read(name)));
        if (connections.isEmpty()) {
            problems.warn(
                    "No connection is set here; make one in the admin page, or set " + Setting.HMAC_SECRET.pattern()
                            + ", with a name of your choice for <name>. Posts to connections that are not there are answered"
                            + " 404");
        }
        DeliveryReader deliveryReader = new DeliveryReader(values);
        DeliverySettings delivery = deliveryReader.general();
        Map<String, DeliverySettings> deliveryByHandler = new TreeMap<>();
        owners.deliveries().forEach(name -> deliveryByHandler.put(name, deliveryReader.of(name, delivery)));
        BuiltInReader builtInReader = new BuiltInReader(values, deliveryReader);
        Map<String, BuiltInKind> builtIns = builtInReader.read(owners.builtIns());
        builtIns.forEach((name, kind) -> {
            if (kind == BuiltInKind.ARCHIVE) {
                deliveryByHandler.put(name, builtInReader.archive(name, delivery));
            }
        });
        int queueLimit = values.number(Setting.QUEUE_LIMIT, 100, 1_000_000);
        int failuresPerMinute = values.number(Setting.FAILURES_PER_MINUTE, 1, 100_000);
        Duration stopGrace = values.duration(
                Setting.STOP_GRACE, Setting.STOP_GRACE.pattern(), Duration.ZERO, Duration.ofMinutes(10));
        AdminReader adminReader = new AdminReader(values, secrets, problems);
        AdminSettings admin = adminReader.read();
        Optional<Secret> encryptionKey = adminReader.encryptionKey();
        DatabaseSettings database = new DatabaseReader(values, secrets, problems).read();
        if (database.isShared() && encryptionKey.isEmpty()) {
            problems.warn(
                    "Secrets entered in the admin page can only be read by the server whose home has the key. With several"
                            + " servers, set " + Setting.ENCRYPTION_KEY.pattern() + " to the same on each");
        }
        return new Settings(
                home,
                handlersDirectory,
                database,
                Map.copyOf(connections),
                new RelayReader(values, secrets, problems).read(owners.subscriptions()),
                delivery,
                Map.copyOf(deliveryByHandler),
                owners.handlers(),
                Map.copyOf(builtIns),
                queueLimit,
                failuresPerMinute,
                stopGrace,
                retention,
                retentionReader.audit(),
                admin,
                secrets.token(Setting.METRICS_TOKEN, Setting.METRICS_TOKEN_FILE),
                encryptionKey,
                List.copyOf(problems.warnings()));
    }

    private Layer layer(String name, int ordinal, Map<String, String> values) {
        Layer layer = new Layer(name, ordinal);
        new TreeMap<>(values).forEach((setting, value) -> {
            if (UnknownNames.isOurs(setting) && unknown.known(setting, name)) {
                layer.put(setting, value, name);
            }
        });
        return layer;
    }

    private Layer file(Path path) {
        Layer layer = new Layer("file", FILE);
        String origin = Problems.escaped(path.toString());
        List<String> secrets = new ArrayList<>();
        SettingsFile.read(path, problems).forEach((setting, value) -> {
            if (setting.equals(Setting.HOME.pattern())) {
                problems.add(
                        setting + " (" + origin + "): the home can't be set in a file that is in the home; set it as a"
                                + " system property, environment variable or context parameter");
            } else if (unknown.known(setting, origin)) {
                layer.put(setting, value, origin);
                SettingCatalogue.match(setting)
                        .filter(match -> match.setting().isSecret())
                        .ifPresent(match -> secrets.add(setting));
            }
        });
        if (!secrets.isEmpty()) {
            SecretReader.warnIfOpen(path, origin + " holds secrets", problems);
        }
        return layer;
    }

    private Layer environment(Set<String> elsewhere, Problems found) {
        Map<String, String> variables = new TreeMap<>(sources.environment());
        EnvironmentNames names = new EnvironmentNames(elsewhere, variables.keySet());
        UnknownNames judge = new UnknownNames(found);
        Layer layer = new Layer("environment", ENVIRONMENT);
        variables.forEach((variable, value) -> {
            if (!EnvironmentNames.isOurs(variable)) {
                return;
            }
            String origin = "environment variable " + Problems.escaped(variable);
            Optional<String> name = names.translate(variable);
            if (name.isEmpty()) {
                judge.variable(variable);
            } else if (judge.known(name.get(), origin)) {
                layer.put(name.get(), value, origin);
            }
        });
        return layer;
    }
}
