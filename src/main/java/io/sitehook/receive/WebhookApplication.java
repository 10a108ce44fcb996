package io.sitehook.receive;

import io.sitehook.store.Inbox;
import java.util.Map;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/**
 * The Jersey application behind {@link SignatureFilter}: one resource, and none of what Jersey would add by itself. Give
 * it to a {@link WebhookServlet}.
 */
public final class WebhookApplication extends ResourceConfig {
    private final OpenAnswers open = new OpenAnswers();

    /**
     * Makes the application.
     *
     * @param inbox where posts are stored
     * @param rejections shared with the filter
     */
    public WebhookApplication(Inbox inbox, Rejections rejections) {
        this(inbox, rejections, () -> {});
    }

    /**
     * Makes the application.
     *
     * @param inbox where posts are stored
     * @param rejections shared with the filter
     * @param answers hears of each post whose sender is told that it is stored
     */
    public WebhookApplication(Inbox inbox, Rejections rejections, AnswerListener answers) {
        addProperties(Map.of(
                ServerProperties.WADL_FEATURE_DISABLE, true,
                ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true,
                CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true,
                CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true,
                CommonProperties.PROVIDER_DEFAULT_DISABLE, "ALL"));
        register(new ServletAsync(open));
        registerInstance(WebhookResource.class, new WebhookResource(inbox, rejections, answers));
        register(new FaultMapper(rejections));
    }

    OpenAnswers open() {
        return open;
    }

    /** As register(instance) would, without its warning that a resource is no provider. */
    private <T> void registerInstance(Class<T> type, T instance) {
        register(type);
        register(new AbstractBinder() {
            @Override
            protected void configure() {
                bind(instance).to(type).ranked(1);
            }
        });
    }
}
