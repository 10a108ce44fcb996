package io.sitehook.builtin.jdbc;

import io.sitehook.builtin.options.EventValues;
import io.sitehook.builtin.options.OneLine;
import io.sitehook.builtin.options.Options;
import io.sitehook.spi.Delivery;
import io.sitehook.spi.HandlerContext;
import io.sitehook.spi.Outcome;
import io.sitehook.spi.SiteCaptureException;
import io.sitehook.spi.StatusChangeHandler;
import io.sitehook.spi.WorkflowStates;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Runs one SQL statement for each status change, in a database of the organisation's. All values are given as texts. */
public final class JdbcHandler implements StatusChangeHandler {
    private final String name;
    private final WorkflowStates states;
    private final NamedStatement statement;
    private final Database database;
    private final Optional<String> password;
    private final String noRow;
    private final int timeoutSeconds;
    private @Nullable HandlerContext context;

    /**
     * A statement of these settings. Nothing is connected.
     *
     * @throws IllegalArgumentException with all that is wrong with them
     */
    public JdbcHandler(Options options) {
        name = options.handler();
        states = options.states();
        statement = NamedStatement.parse(options.require("statement"));
        TreeSet<String> unknown = new TreeSet<>(statement.names());
        unknown.removeIf(EventValues::isKnown);
        if (!unknown.isEmpty()) {
            options.problem("statement", "has names that do not exist: " + String.join(", ", unknown));
        }
        password = options.secret("password");
        noRow = options.choice("no-row", "done", "retry", "reject");
        timeoutSeconds = options.number("timeout-seconds", 1, 3600, 20);
        Database made = database(options, password);
        options.done();
        database = made;
    }

    private static Database database(Options options, Optional<String> password) {
        Optional<String> jndi = options.text("jndi");
        Optional<String> url = options.text("url");
        Optional<String> user = options.text("user");
        Optional<Path> driverJar = options.path("driver-jar");
        if (jndi.isPresent() == url.isPresent()) {
            options.problem("jndi", "or url must be set, and only one of them");
        }
        if (jndi.isPresent() && !jndi.get().startsWith("java:")) {
            options.problem("jndi", "does not begin with java:");
        }
        if (url.isPresent() && !url.get().startsWith("jdbc:")) {
            options.problem("url", "does not begin with jdbc:");
        }
        if (driverJar.isPresent() && !Files.isRegularFile(driverJar.get())) {
            options.problem("driver-jar", "is no file");
        }
        try {
            return jndi.isPresent()
                    ? new JndiDatabase(jndi.get())
                    : new UrlDatabase(url.orElse(""), user, password, driverJar.filter(Files::isRegularFile));
        } catch (MalformedURLException e) {
            options.problem("driver-jar", "is no file");
            return new JndiDatabase("");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public WorkflowStates states() {
        return states;
    }

    @Override
    public void start(HandlerContext given) {
        context = given;
    }

    @Override
    public Outcome handle(Delivery delivery) throws IOException, InterruptedException {
        try {
            return ran(update(values(delivery)));
        } catch (SQLException e) {
            // Not kept as the cause: drivers may repeat the URL, in which there may be a password.
            throw new IOException("the statement failed: " + words(e) + " (SQL state " + e.getSQLState() + ")");
        } catch (SiteCaptureException e) {
            if (e.retryAfter().isPresent()) {
                return Outcome.retryAfter(e.retryAfter().get(), String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /** Before there is a connection, as one of them may have to be asked for. */
    private List<Optional<String>> values(Delivery delivery) throws IOException, InterruptedException {
        EventValues values = new EventValues(delivery, Objects.requireNonNull(context));
        List<Optional<String>> list = new ArrayList<>();
        for (String wanted : statement.names()) {
            list.add(values.get(wanted));
        }
        return list;
    }

    private int update(List<Optional<String>> values) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
            prepared.setQueryTimeout(timeoutSeconds);
            for (int i = 0; i < values.size(); i++) {
                prepared.setString(i + 1, values.get(i).orElse(null));
            }
            prepared.execute();
            int rows = prepared.getUpdateCount();
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
            return rows;
        }
    }

    /** @param rows that were changed; -1 if the statement does not say */
    private Outcome ran(int rows) {
        String note = rows < 0 ? "ran" : rows == 1 ? "1 row" : rows + " rows";
        if (rows == 0 && noRow.equals("retry")) {
            return Outcome.retry("the statement changed no row");
        }
        return rows == 0 && noRow.equals("reject")
                ? Outcome.reject("the statement changed no row")
                : Outcome.done(note);
    }

    private String words(SQLException problem) {
        String text = String.valueOf(problem.getMessage());
        return OneLine.of(password.isPresent() ? text.replace(password.get(), "***") : text);
    }

    @Override
    public void stop() throws Exception {
        database.close();
    }
}
