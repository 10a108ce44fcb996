package io.sitehook.standalone;

import io.sitehook.app.SitehookListener;
import io.sitehook.config.AdminSettings.Login;
import io.sitehook.users.HomeUsers;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Wrapper;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.realm.LockOutRealm;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.catalina.webresources.StandardRoot;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.modeler.Registry;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** A Tomcat that serves the unpacked WAR at {@code /sitehook}, reading its web.xml as any other Tomcat would. */
final class EmbeddedTomcat implements AutoCloseable {
    private static final String CONTEXT_PATH = "/sitehook";

    private final Tomcat tomcat;
    private final String host;

    private EmbeddedTomcat(Tomcat tomcat, String host) {
        this.tomcat = tomcat;
        this.host = host;
    }

    /**
     * Starts it.
     *
     * @param webApplication the unpacked WAR; Tomcat's work directory is made beside it
     * @param host the address to listen on
     * @param port the port, 0 for any free one
     * @param users who may log in to the admin page
     * @param login how they do
     * @throws FailedException if it can't listen there or the web application refuses to start
     */
    static EmbeddedTomcat start(Path webApplication, String host, int port, HomeUsers users, Login login)
            throws IOException {
        Path base = webApplication.resolveSibling("tomcat");
        Files.createDirectories(base.resolve("webapps"));
        // Nobody asks for Tomcat's MBeans here, and their descriptions are a large part of what a start reads.
        Registry.disableRegistry();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(base.toString());
        // The web application must not see the classes of the command line, only those of Tomcat.
        tomcat.getEngine().setParentClassLoader(Tomcat.class.getClassLoader());
        tomcat.setConnector(HttpConnector.at(host, port));
        Context context = context(tomcat, webApplication);
        letLogIn(context, users, login);
        EmbeddedTomcat server = new EmbeddedTomcat(tomcat, host);
        try (StartFailures failures = StartFailures.listen()) {
            tomcat.start();
            if (context.getState() != LifecycleState.STARTED) {
                throw new FailedException(failures.inWords());
            }
        } catch (LifecycleException e) {
            server.close();
            throw new FailedException("Sitehook can't listen on " + host + " port " + port + ": " + reason(e), e);
        } catch (FailedException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private static Context context(Tomcat tomcat, Path webApplication) {
        StandardHost virtualHost = (StandardHost) tomcat.getHost();
        virtualHost.setAutoDeploy(false);
        ErrorReportValve errors = new ErrorReportValve();
        errors.setShowReport(false);
        errors.setShowServerInfo(false);
        virtualHost.getPipeline().addValve(errors);

        tomcat.setAddDefaultWebXmlToWebapp(false);
        ContextConfig webXml = new ContextConfig();
        webXml.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
        Context context = tomcat.addWebapp(virtualHost, CONTEXT_PATH, webApplication.toString(), webXml);
        context.addParameter(SitehookListener.FAIL_FAST, "true");
        context.addParameter(SitehookListener.STANDALONE, "true");
        StandardJarScanner scanner = new StandardJarScanner();
        scanner.setScanClassPath(false);
        scanner.setScanManifest(false);
        context.setJarScanner(scanner);
        // The directory is ours alone, without links; to look for them is a walk along its path for each class. By that
        // walk Tomcat also finds names in the wrong case, so it stays where the file system does not mind the case.
        StandardRoot resources = new StandardRoot(context);
        resources.setAllowLinking(Files.notExists(webApplication.resolve("web-inf")));
        context.setResources(resources);

        Wrapper files = Tomcat.addServlet(context, "default", new DefaultServlet());
        files.addInitParameter("listings", "false");
        files.setLoadOnStartup(1);
        context.addServletMapping("/", "default");
        Tomcat.addDefaultMimeTypeMappings(context);
        context.addWelcomeFile("index.html");
        return context;
    }

    private static void letLogIn(Context context, HomeUsers users, Login login) {
        if (login == Login.BASIC) {
            // Without the throttle of our own login page, Tomcat's locks a user out.
            LockOutRealm realm = new LockOutRealm();
            realm.addRealm(new UsersRealm(users));
            context.setRealm(realm);
            context.setLoginConfig(new LoginConfig("BASIC", "Sitehook", null, null));
        } else {
            context.setRealm(new UsersRealm(users));
        }
    }

    /** The URL of the web application, with the real port. */
    String url() {
        String address = host.contains(":") ? "[" + host + "]" : host;
        return "http://" + address + ":" + tomcat.getConnector().getLocalPort() + CONTEXT_PATH;
    }

    private static String reason(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof BindException) {
            return root.getMessage() + " (is the port in use, or the address not one of this machine?)";
        }
        if (root instanceof UnknownHostException) {
            return "there is no such address";
        }
        return String.valueOf(root.getMessage());
    }

    /** Stops the web application, then Tomcat. */
    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            System.getLogger(EmbeddedTomcat.class.getName())
                    .log(System.Logger.Level.WARNING, "Tomcat did not stop cleanly", e);
        }
    }
}
