package io.sitehook.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.jsonb.JsonBindingFeature;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/**
 * The Jersey application behind {@code /admin/api/*}. Who may call it is not decided here: the container and the guard
 * in front of it do.
 */
public final class AdminApplication extends ResourceConfig {

    /**
     * Makes the application.
     *
     * @param parts what it needs
     */
    public AdminApplication(AdminParts parts) {
        this(parts, List.of());
    }

    /**
     * Makes the application.
     *
     * @param parts what it needs
     * @param more resources that were made elsewhere
     */
    public AdminApplication(AdminParts parts, List<?> more) {
        addProperties(Map.of(
                ServerProperties.WADL_FEATURE_DISABLE, true,
                ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true,
                CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true,
                CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true));
        register(JsonBindingFeature.class);
        register(new JsonFormat());
        register(new ProblemMapper());
        register(new BodyLimit());
        List<Object> resources = new ArrayList<>(List.of(
                new StatusResource(parts.status(), parts.store()),
                new EventsResource(
                        parts.store(),
                        parts.handlers(),
                        parts.bodies(),
                        () -> parts.surroundings().retention()),
                new DeliveriesResource(parts.store()),
                new FailuresResource(parts.store()),
                new JobsResource(parts.store(), parts.jobs()),
                new HandlersResource(parts),
                new CoverageResource(parts),
                new ProbeResource(parts.store(), parts.probe()),
                new AuditResource(parts.store()),
                new AboutResource(parts),
                new OpenApiResource()));
        resources.addAll(more);
        resources(resources);
    }

    /** As register(instance) would, without its warning that a resource is no provider. */
    private void resources(List<Object> resources) {
        resources.forEach(resource -> register(resource.getClass()));
        // One binder for all: of a second one of the same class Jersey takes no notice.
        register(new AbstractBinder() {
            @Override
            protected void configure() {
                resources.forEach(
                        resource -> bind(resource).to(cast(resource.getClass())).ranked(1));
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static Class<Object> cast(Class<?> type) {
        return (Class<Object>) type;
    }
}
