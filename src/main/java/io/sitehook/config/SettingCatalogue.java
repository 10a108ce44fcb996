package io.sitehook.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds a full name in the catalogue of {@link Setting}s, and the known name nearest to an unknown one. */
final class SettingCatalogue {
    static final String PREFIX = "sitehook.";
    static final String CONNECTIONS = "sitehook.connections.";
    static final String SUBSCRIPTIONS = "sitehook.subscriptions.";
    static final String HANDLER = "sitehook.handler.";
    static final String DELIVERY = "delivery.";

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
    private static final int SHORTEST_WORD = 3;
    private static final String NAME_HERE = "<name>";

    private SettingCatalogue() {}

    /**
     * A name, taken apart.
     *
     * @param setting which setting it is
     * @param owner the name of the connection or handler, empty if it belongs to none
     * @param part what comes after the owner, for example {@code api-key}; the full name if it belongs to none
     */
    record Match(Setting setting, String owner, String part) {
        /** Whether the connection or handler may be called so. */
        boolean ownerAllowed() {
            return owner.isEmpty() || NAME.matcher(owner).matches();
        }
    }

    /** What a full name means, empty if nothing. */
    static Optional<Match> match(String name) {
        for (String prefix : List.of(CONNECTIONS, SUBSCRIPTIONS)) {
            if (name.startsWith(prefix)) {
                return ownerAndPart(name, prefix)
                        .flatMap(match -> settingsUnder(prefix)
                                .filter(setting -> setting.lastPart().equals(match.part()))
                                .findFirst()
                                .map(setting -> new Match(setting, match.owner(), match.part())));
            }
        }
        if (name.startsWith(HANDLER)) {
            return ownerAndPart(name, HANDLER).flatMap(SettingCatalogue::ofHandler);
        }
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.pattern().equals(name))
                .findFirst()
                .map(setting -> new Match(setting, "", name));
    }

    private static Optional<Match> ownerAndPart(String name, String prefix) {
        int dot = name.indexOf('.', prefix.length());
        if (dot <= prefix.length() || dot == name.length() - 1) {
            return Optional.empty();
        }
        return Optional.of(new Match(Setting.HANDLER, name.substring(prefix.length(), dot), name.substring(dot + 1)));
    }

    private static Optional<Match> ofHandler(Match match) {
        if (match.part().equals(Setting.HANDLER_BUILT_IN.lastPart())) {
            return Optional.of(new Match(Setting.HANDLER_BUILT_IN, match.owner(), match.part()));
        }
        if (!match.part().startsWith(DELIVERY)) {
            return Optional.of(match);
        }
        return deliverySettings()
                .filter(setting -> setting.pattern().equals(PREFIX + match.part()))
                .findFirst()
                .map(setting -> new Match(Setting.HANDLER_DELIVERY, match.owner(), match.part()));
    }

    /** The settings whose names begin so: those of a connection, or of a subscription. */
    static Stream<Setting> settingsUnder(String prefix) {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.pattern().startsWith(prefix));
    }

    /** The settings of deliveries to every handler. */
    static Stream<Setting> deliverySettings() {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.pattern().startsWith(PREFIX + DELIVERY));
    }

    /** The known name that an unknown one was probably meant to be, empty if none is near. */
    static Optional<String> nearest(String unknown) {
        String[] parts = unknown.split("\\.", -1);
        String owner = parts.length > 2 && NAME.matcher(parts[2]).matches() ? parts[2] : NAME_HERE;
        List<String> known = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            if (setting != Setting.HANDLER && setting != Setting.HANDLER_DELIVERY) {
                known.add(setting.named(owner));
            }
        }
        deliverySettings()
                .forEach(setting ->
                        known.add(HANDLER + owner + "." + setting.pattern().substring(PREFIX.length())));
        if (parts.length > 3) {
            known.add(HANDLER + owner + "." + String.join(".", Arrays.copyOfRange(parts, 3, parts.length)));
        }
        int near = Math.max(2, unknown.length() / 6);
        return known.stream()
                .filter(name -> !name.equals(unknown))
                .map(name -> new Distance(name, steps(unknown, name)))
                .min(Comparator.comparingInt(Distance::steps))
                .filter(distance -> distance.steps() <= near)
                .map(Distance::name);
    }

    /** {@code secret} for {@code hmac-secret} is nearer than its letters say. */
    private static int steps(String unknown, String known) {
        int dot = unknown.lastIndexOf('.');
        boolean partGiven = dot > 0
                && unknown.length() - dot > SHORTEST_WORD
                && known.startsWith(unknown.substring(0, dot + 1))
                && known.substring(dot + 1).contains(unknown.substring(dot + 1));
        return partGiven ? 1 : EditDistance.between(unknown, known);
    }

    private record Distance(String name, int steps) {}
}
