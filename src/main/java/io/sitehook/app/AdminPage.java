package io.sitehook.app;

import io.sitehook.admin.AdminAccess;
import io.sitehook.admin.AdminApplication;
import io.sitehook.admin.AdminDoor;
import io.sitehook.admin.AdminParts;
import io.sitehook.admin.AdminStore;
import io.sitehook.admin.Jobs;
import io.sitehook.admin.Live;
import io.sitehook.admin.LocalUsers;
import io.sitehook.admin.StatusReport;
import io.sitehook.config.AdminSettings;
import io.sitehook.config.Settings;
import io.sitehook.config.SettingsSources;
import io.sitehook.users.HomeUsers;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumSet;
import java.util.List;
import org.glassfish.jersey.servlet.ServletContainer;

/** The admin page and its API in the web application. */
final class AdminPage implements AutoCloseable {
    private final Jobs jobs;
    private final Live live;

    private AdminPage(Jobs jobs, Live live) {
        this.jobs = jobs;
        this.live = live;
    }

    /** Puts it there. What is returned is to be closed before the store. */
    static AdminPage register(
            ServletContext context, Settings settings, SettingsSources sources, Sitehook sitehook, boolean standalone) {
        AdminSettings admin = settings.admin();
        LocalUsers users = standalone ? new HomeAccounts(new HomeUsers(settings.home())) : LocalUsers.NONE;
        ServerFacts facts = new ServerFacts(context, settings, sources, sitehook.clock(), sitehook::retentionRules);
        AdminAccess access = new AdminAccess(
                admin.networks()::contains, admin.plainHttp(), standalone, users, admin.publicUrl(), facts.version());
        AdminDoor door = new AdminDoor(access, sitehook.clock(), System::nanoTime, new AdminAudit(sitehook::store));
        door.register(context);
        AdminStore store = sitehook.adminStore();
        StatusReport report = new StatusReport(
                store, sitehook::knownConnections, sitehook.handlersInUse(), sitehook.answers(), sitehook.clock());
        Jobs jobs = new Jobs(store, sitehook.clock());
        Live live = new Live(store, report);
        AdminParts parts = new AdminParts(
                store,
                sitehook::knownConnections,
                sitehook.handlersInUse(),
                facts,
                report,
                new RepairReader(sitehook.connections()),
                new Prober(sitehook.connections(), store),
                jobs);
        AdminApplication application = new AdminApplication(
                parts,
                List.of(
                        door.sessionResource(),
                        door.connectionsResource(sitehook.connectionEditor()),
                        door.subscriptionsResource(sitehook::subscriptionEditor, store),
                        door.statusChangesResource(sitehook.statusChanges()),
                        door.rejectionsResource(sitehook::refused)));
        add(context.addServlet("admin-api", new ServletContainer(application)), "/admin/api/*");
        add(context.addServlet("admin-live", live), "/admin/api/live");
        return new AdminPage(jobs, live);
    }

    private static void add(ServletRegistration.Dynamic servlet, String path) {
        servlet.addMapping(path);
        servlet.setAsyncSupported(true);
        servlet.setLoadOnStartup(2);
    }

    @Override
    public void close() {
        live.close();
        jobs.close();
    }

    /** With settings that are wrong nobody is let in: who may come stands in them. */
    static void close(ServletContext context) {
        Filter closed = (request, response, chain) -> {
            HttpServletResponse answer = (HttpServletResponse) response;
            answer.resetBuffer();
            answer.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            answer.setContentType("text/plain;charset=UTF-8");
            answer.getWriter().write("The settings are wrong, so the admin page is closed; the log names them.\n");
        };
        FilterRegistration.Dynamic filter = context.addFilter("admin-closed", closed);
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/admin/*", "/login", "/login/*");
    }
}
