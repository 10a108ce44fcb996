package io.sitehook.admin;

import io.sitehook.relay.StatusChanges;
import io.sitehook.relay.SubscriptionEditor;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.time.Clock;
import java.util.EnumSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Puts together what stands in front of the admin page: its two filters, the login, and the calls about the session. */
public final class AdminDoor {
    private final AdminAccess access;
    private final Audit audit;
    private final LoginPages pages;
    private final LoginThrottle throttle;
    private final AdminSessions sessions;
    private final PasswordChange passwords;

    /**
     * Makes the door.
     *
     * @param access who may come
     * @param clock for the age of sessions
     * @param nanoTime the clock for elapsed time, {@code System::nanoTime}
     * @param audit hears of logins
     */
    public AdminDoor(AdminAccess access, Clock clock, LongSupplier nanoTime, Audit audit) {
        this.access = access;
        this.audit = audit;
        pages = new LoginPages(access.standalone());
        throttle = new LoginThrottle(nanoTime);
        sessions = new AdminSessions(clock, access.users(), audit);
        passwords = new PasswordChange(access.users(), sessions, throttle, audit);
    }

    /** Adds filters and servlets to the web application, before it has started. */
    public void register(ServletContext context) {
        add(context, "admin-network", new NetworkGuard(access), "/admin/*", "/metrics", "/login", "/login/*");
        add(context, "admin-guard", new AdminGuard(sessions, access.users(), pages), "/admin/*", "/metrics");
        context.addServlet("login", new LoginServlet(sessions, throttle, pages, audit, new FailureTime()))
                .addMapping("/login");
        context.addServlet("login-password", new PasswordServlet(sessions, passwords, pages))
                .addMapping("/login/password");
        context.addServlet("login-denied", new DeniedServlet(pages)).addMapping("/login/denied");
    }

    private static void add(ServletContext context, String name, Filter filter, String... patterns) {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), true, patterns);
    }

    /** The calls below {@code /admin/api/session}. */
    public SessionResource sessionResource() {
        return new SessionResource(access, passwords, audit);
    }

    /** The calls below {@code /admin/api/connections}. */
    public ConnectionsResource connectionsResource(ConnectionEditor editor) {
        return new ConnectionsResource(editor, access, audit);
    }

    /** The calls below {@code /admin/api/subscriptions}. */
    public SubscriptionsResource subscriptionsResource(Supplier<SubscriptionEditor> editor, AdminStore store) {
        return new SubscriptionsResource(editor, store, new PasswordAgain(throttle, audit), audit);
    }

    /** The call {@code /admin/api/status-changes}. */
    public StatusChangesResource statusChangesResource(StatusChanges changes) {
        return new StatusChangesResource(changes, audit);
    }

    /** The calls below {@code /admin/api/rejections}. */
    public RejectionsResource rejectionsResource(Refusals refusals) {
        return new RejectionsResource(refusals);
    }
}
