package io.sitehook.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What concerns sending on.
 *
 * @param subscriptions the subscriptions by name
 * @param allowedNetworks addresses and ranges that subscriptions may lead to whatever they are, as text
 * @param statusChangeToken the bearer token that may put in status changes, empty: only administrators may
 */
public record RelaySettings(
        Map<String, SubscriptionSettings> subscriptions,
        List<String> allowedNetworks,
        Optional<Secret> statusChangeToken) {}
