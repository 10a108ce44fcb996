package io.sitehook.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The connections and handlers that have settings.
 *
 * @param connections the names of the connections
 * @param subscriptions the names of the subscriptions
 * @param deliveries the names of the handlers with delivery settings of their own
 * @param handlers for each handler its own settings, as they stand
 * @param builtIns the names of the handlers that are made without a jar
 */
record Owners(
        Set<String> connections,
        Set<String> subscriptions,
        Set<String> deliveries,
        Map<String, Map<String, String>> handlers,
        Set<String> builtIns) {

    static Owners of(SourceStack stack) {
        Set<String> connections = new TreeSet<>();
        Set<String> subscriptions = new TreeSet<>();
        Set<String> deliveries = new TreeSet<>();
        Map<String, Map<String, String>> handlers = new TreeMap<>();
        Set<String> builtIns = new TreeSet<>();
        for (String name : stack.names()) {
            SettingCatalogue.match(name).ifPresent(match -> {
                if (name.startsWith(SettingCatalogue.CONNECTIONS)) {
                    connections.add(match.owner());
                } else if (name.startsWith(SettingCatalogue.SUBSCRIPTIONS)) {
                    subscriptions.add(match.owner());
                } else if (match.setting() == Setting.HANDLER_DELIVERY) {
                    deliveries.add(match.owner());
                } else if (match.setting() == Setting.HANDLER_BUILT_IN) {
                    builtIns.add(match.owner());
                } else if (match.setting() == Setting.HANDLER) {
                    stack.find(match.setting(), name)
                            .ifPresent(value -> handlers.computeIfAbsent(match.owner(), handler -> new TreeMap<>())
                                    .put(match.part(), value.text()));
                }
            });
        }
        handlers.replaceAll((handler, settings) -> Map.copyOf(settings));
        return new Owners(connections, subscriptions, deliveries, Map.copyOf(handlers), builtIns);
    }
}
