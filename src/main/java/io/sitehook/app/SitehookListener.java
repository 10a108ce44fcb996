package io.sitehook.app;

import io.sitehook.config.Settings;
import io.sitehook.config.SettingsException;
import io.sitehook.config.SettingsReader;
import io.sitehook.config.SettingsSources;
import io.sitehook.receive.BodyLimits;
import io.sitehook.receive.Rejections;
import io.sitehook.receive.SignatureFilter;
import io.sitehook.receive.WebhookApplication;
import io.sitehook.receive.WebhookServlet;
import io.sitehook.store.StoreUnavailableException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import java.lang.System.Logger.Level;
import java.security.Provider;
import java.security.Security;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Starts Sitehook with the web application and stops it with it.
 *
 * <p>In a container it never fails the deployment: that would be answered 404, which some senders take as final. With
 * wrong settings, or a store that can't be opened, every post is answered 503 and the log says what to do. By itself
 * ({@code java -jar}, which sets {@link #FAIL_FAST}) it refuses to start.
 */
public final class SitehookListener implements ServletContextListener {
    /** Context parameter: {@code true} to fail the start instead of answering 503. */
    public static final String FAIL_FAST = "sitehook.fail-fast";

    /** Context parameter: {@code true} where Sitehook runs by itself and keeps the users of the admin page. */
    public static final String STANDALONE = "sitehook.standalone";

    private static final System.Logger LOGGER = System.getLogger(SitehookListener.class.getName());
    private static final int FAILURES_PER_MINUTE_WITHOUT_SETTINGS = 60;

    private @Nullable Sitehook sitehook;
    private @Nullable AdminPage adminPage;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        Map<String, String> parameters = parameters(context);
        boolean failFast = "true".equals(parameters.remove(FAIL_FAST));
        boolean standalone = "true".equals(parameters.remove(STANDALONE));
        SettingsSources sources = SettingsSources.ofProcess(parameters);
        try {
            Settings settings = SettingsReader.read(sources);
            settings.warnings().forEach(warning -> LOGGER.log(Level.WARNING, warning));
            Sitehook started = new Sitehook(settings, sources, ServerFacts.version(context));
            sitehook = started;
            started.start(failFast);
            register(context, started);
            adminPage = AdminPage.register(context, settings, sources, started, standalone);
        } catch (SettingsException e) {
            LOGGER.log(
                    Level.ERROR,
                    "Sitehook does not start: every post is answered 503 until the settings are mended and it is"
                            + " started again. " + e.getMessage());
            failOrRefuse(context, failFast, String.valueOf(e.getMessage()), e);
        } catch (StoreUnavailableException e) {
            failOrRefuse(context, failFast, String.valueOf(e.getMessage()), e);
        }
    }

    private static void failOrRefuse(ServletContext context, boolean failFast, String reason, Exception cause) {
        if (failFast) {
            throw new IllegalStateException(reason, cause);
        }
        Rejections rejections = new Rejections(System::nanoTime, FAILURES_PER_MINUTE_WITHOUT_SETTINGS, post -> {});
        addFilter(context, new SignatureFilter(name -> null, () -> false, rejections, BodyLimits.DEFAULT));
        addHealth(context, () -> "the settings are wrong; the log names them");
        AdminPage.close(context);
    }

    private static void register(ServletContext context, Sitehook sitehook) {
        addFilter(context, sitehook.signatureFilter());
        ServletRegistration.Dynamic webhooks = context.addServlet(
                "webhooks",
                new WebhookServlet(new WebhookApplication(
                        sitehook.inbox(),
                        sitehook.rejections(),
                        sitehook.observation().answers())));
        webhooks.addMapping("/webhooks/*");
        webhooks.setAsyncSupported(true);
        webhooks.setLoadOnStartup(1);
        // Before the admin page's locks: what has the token is answered here.
        context.addFilter(
                        "status-change-token",
                        new StatusChangeTokenFilter(sitehook.statusChanges(), sitehook::statusChangeToken))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, StatusChangeTokenFilter.PATH);
        // Likewise.
        sitehook.observation().register(context, sitehook.settings().metricsToken());
        addHealth(context, sitehook::notReady);
    }

    private static void addFilter(ServletContext context, SignatureFilter signatureFilter) {
        FilterRegistration.Dynamic filter = context.addFilter("signature", signatureFilter);
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), false, "/webhooks/*");
    }

    private static void addHealth(ServletContext context, HealthServlet.Readiness readiness) {
        context.addServlet("health", new HealthServlet(readiness)).addMapping("/health/live", "/health/ready");
    }

    private static Map<String, String> parameters(ServletContext context) {
        Map<String, String> parameters = new TreeMap<>();
        for (String name : Collections.list(context.getInitParameterNames())) {
            parameters.put(name, context.getInitParameter(name));
        }
        return parameters;
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (adminPage != null) {
            adminPage.close();
        }
        if (sitehook != null) {
            sitehook.close();
        }
        deregisterDrivers();
        removeProviders();
    }

    /** JDBC drivers register themselves with the JDK, which would keep this web application in memory. */
    private static void deregisterDrivers() {
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (Objects.equals(driver.getClass().getClassLoader(), SitehookListener.class.getClassLoader())) {
                try {
                    DriverManager.deregisterDriver(driver);
                } catch (SQLException e) {
                    LOGGER.log(Level.WARNING, "the JDBC driver " + driver + " could not be deregistered", e);
                }
            }
        }
    }

    /** So do the mechanisms that Kafka's client logs in by. */
    private static void removeProviders() {
        for (Provider provider : Security.getProviders()) {
            if (Objects.equals(provider.getClass().getClassLoader(), SitehookListener.class.getClassLoader())) {
                Security.removeProvider(provider.getName());
            }
        }
    }
}
