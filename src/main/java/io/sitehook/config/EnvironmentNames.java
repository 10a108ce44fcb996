package io.sitehook.config;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Turns names of environment variables into names of settings. A variable has upper-case letters, digits and {@code _},
 * where {@code _} stands for {@code .} or {@code -}; so:
 *
 * <ol>
 *   <li>A variable that is another source's name in upper case, with {@code _} for {@code .} and {@code -}, means that
 *       name.
 *   <li>{@code SITEHOOK_CONNECTIONS_<NAME>_<SETTING>}: the longest setting of a connection that it ends with is the
 *       setting, and {@code _} in the rest means {@code -}. Likewise {@code SITEHOOK_SUBSCRIPTIONS_<NAME>_<SETTING>}.
 *   <li>{@code SITEHOOK_HANDLER_<NAME>_DELIVERY_<SETTING>}: ends with one of the five delivery settings; {@code _} in
 *       the name means {@code -}. {@code SITEHOOK_HANDLER_<NAME>_BUILT_IN} likewise.
 *   <li>{@code SITEHOOK_HANDLER_<NAME>_<SETTING>}: the longest handler name of the other sources (or of the rule above)
 *       that it begins with is the name. If there is none, the name is the part up to the next {@code _}. In the setting
 *       {@code _} means {@code -}. So a handler with {@code -} in its name should have one setting in the properties
 *       file, or all of them.
 * </ol>
 */
final class EnvironmentNames {
    private static final String PREFIX = "SITEHOOK_";
    private static final String COMMAND_LINE = "SITEHOOK_SECRET";
    private static final String CONNECTIONS = "SITEHOOK_CONNECTIONS_";
    private static final String SUBSCRIPTIONS = "SITEHOOK_SUBSCRIPTIONS_";
    private static final String HANDLER = "SITEHOOK_HANDLER_";

    private final Map<String, String> known = new TreeMap<>();
    private final Set<String> handlers = new TreeSet<>();

    /**
     * @param elsewhere the names in the other sources
     * @param variables the names of all environment variables
     */
    EnvironmentNames(Set<String> elsewhere, Set<String> variables) {
        for (Setting setting : Setting.values()) {
            if (!setting.pattern().contains("<")) {
                known.put(variable(setting.pattern()), setting.pattern());
            }
        }
        for (String name : elsewhere) {
            known.put(variable(name), name);
            SettingCatalogue.match(name)
                    .filter(match -> name.startsWith(SettingCatalogue.HANDLER))
                    .ifPresent(match -> handlers.add(match.owner()));
        }
        for (String name : variables) {
            handlerDelivery(name).flatMap(SettingCatalogue::match).ifPresent(match -> handlers.add(match.owner()));
        }
    }

    /** Whether the variable is a setting of the server. {@code SITEHOOK_SECRET} belongs to the command line. */
    static boolean isOurs(String variable) {
        return variable.startsWith(PREFIX) && !variable.equals(COMMAND_LINE);
    }

    /** The name of the setting that a variable means, empty if it means none. */
    Optional<String> translate(String variable) {
        String found = known.get(variable);
        if (found != null) {
            return Optional.of(found);
        }
        return owned(variable, CONNECTIONS, SettingCatalogue.CONNECTIONS)
                .or(() -> owned(variable, SUBSCRIPTIONS, SettingCatalogue.SUBSCRIPTIONS))
                .or(() -> handlerDelivery(variable))
                .or(() -> handler(variable));
    }

    private static Optional<String> owned(String variable, String start, String prefix) {
        return SettingCatalogue.settingsUnder(prefix)
                .map(Setting::lastPart)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .flatMap(part ->
                        between(variable, start, "_" + variable(part)).map(name -> prefix + name + "." + part).stream())
                .findFirst();
    }

    private static Optional<String> handlerDelivery(String variable) {
        return Stream.concat(
                        SettingCatalogue.deliverySettings()
                                .map(setting -> setting.pattern().substring(SettingCatalogue.PREFIX.length())),
                        Stream.of(Setting.HANDLER_BUILT_IN.lastPart()))
                .flatMap(part -> between(variable, HANDLER, "_" + variable(part))
                        .map(name -> SettingCatalogue.HANDLER + name + "." + part)
                        .stream())
                .findFirst();
    }

    private Optional<String> handler(String variable) {
        if (!variable.startsWith(HANDLER)) {
            return Optional.empty();
        }
        String rest = variable.substring(HANDLER.length());
        int end = handlers.stream()
                .filter(name -> rest.startsWith(variable(name) + "_"))
                .mapToInt(String::length)
                .max()
                .orElse(rest.indexOf('_'));
        if (end < 1 || end + 1 >= rest.length()) {
            return Optional.empty();
        }
        return Optional.of(
                SettingCatalogue.HANDLER + dashed(rest.substring(0, end)) + "." + dashed(rest.substring(end + 1)));
    }

    private static Optional<String> between(String variable, String start, String end) {
        if (!variable.startsWith(start)
                || !variable.endsWith(end)
                || variable.length() <= start.length() + end.length()) {
            return Optional.empty();
        }
        return Optional.of(dashed(variable.substring(start.length(), variable.length() - end.length())));
    }

    /** The variable for a setting. */
    static String variable(String setting) {
        return setting.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static String dashed(String part) {
        return part.replace('_', '-').toLowerCase(Locale.ROOT);
    }
}
