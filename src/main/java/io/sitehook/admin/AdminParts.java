package io.sitehook.admin;

/**
 * All that the API needs.
 *
 * @param jobs closed by who made them
 */
public record AdminParts(
        AdminStore store,
        Connections connections,
        Handlers handlers,
        Surroundings surroundings,
        StatusReport status,
        BodyReader bodies,
        Probe probe,
        Jobs jobs) {}
