package io.sitehook.store.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.sitehook.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Where connections to PostgreSQL come from: a pool of our own, or the container's. */
public final class PostgresSource implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration SOCKET = Duration.ofSeconds(10);
    /** Two that write, one that listens, four that read, and some for handlers. */
    private static final int MOST = 16;

    private final DataSource source;
    private final Runnable closing;
    private final String name;

    private PostgresSource(DataSource source, Runnable closing, String name) {
        this.source = source;
        this.closing = closing;
        this.name = name;
    }

    /**
     * A database by its URL.
     *
     * @param url {@code jdbc:postgresql:...}; several hosts may be named, then the one that can be written to is used
     */
    public static PostgresSource of(String url, Optional<String> user, Optional<String> password) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("sitehook");
        config.setJdbcUrl(url);
        config.setDriverClassName("org.postgresql.Driver");
        user.ifPresent(config::setUsername);
        password.ifPresent(config::setPassword);
        config.setMaximumPoolSize(MOST);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT.toMillis());
        config.setValidationTimeout(CONNECT.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setExceptionOverride(new Evict());
        config.setDataSourceProperties(defaults(url));
        HikariDataSource pool = new HikariDataSource(config);
        return new PostgresSource(pool, pool::close, withoutParameters(url));
    }

    /** What is not in the URL already. */
    private static Properties defaults(String url) {
        Properties defaults = new Properties();
        defaults.setProperty("connectTimeout", Long.toString(CONNECT.toSeconds()));
        defaults.setProperty("loginTimeout", Long.toString(CONNECT.toSeconds()));
        // A database that hangs must not hang us; a commit that is cut off so is of unknown outcome, and answered 503.
        defaults.setProperty("socketTimeout", Long.toString(SOCKET.toSeconds()));
        defaults.setProperty("tcpKeepAlive", "true");
        defaults.setProperty("reWriteBatchedInserts", "true");
        // Of several hosts the one that can be written to, also after it has become another.
        defaults.setProperty("targetServerType", "primary");
        defaults.setProperty("hostRecheckSeconds", "1");
        defaults.setProperty("ApplicationName", "sitehook");
        defaults.stringPropertyNames().stream()
                .filter(name -> url.contains(name + "="))
                .toList()
                .forEach(defaults::remove);
        return defaults;
    }

    /**
     * A URL as it may be shown: a password may stand in the parameters.
     *
     * @param url of the database
     */
    public static String withoutParameters(String url) {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    /**
     * A DataSource of the container.
     *
     * @param jndi its name, from the settings, where it is checked to begin with {@code java:}
     * @throws StoreUnavailableException if there is none
     */
    @SuppressWarnings("BanJNDI")
    public static PostgresSource ofContainer(String jndi) {
        try {
            Object found = new InitialContext().lookup(jndi);
            if (found instanceof DataSource source) {
                return new PostgresSource(source, () -> {}, jndi);
            }
            throw new StoreUnavailableException(
                    "what the JNDI name " + jndi + " (sitehook.database.jndi) stands for is no DataSource", null);
        } catch (NamingException e) {
            throw new StoreUnavailableException(
                    "there is no DataSource under the JNDI name " + jndi + " (sitehook.database.jndi)", e);
        }
    }

    /** For people; without a password. */
    String name() {
        return name;
    }

    DataSource source() {
        return source;
    }

    /** Opens one for writing, with auto-commit off. */
    Connection open() throws SQLException {
        Connection connection = source.getConnection();
        try {
            connection.setAutoCommit(false);
            return PostgresText.over(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Opens one that can't change anything, and sees one state of the database until its transaction ends. */
    Connection openReadOnly() throws SQLException {
        Connection connection = open();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void close() {
        closing.run();
    }

    /** Connections to a server that has become a standby are of no more use. */
    static final class Evict implements SQLExceptionOverride {
        @SuppressWarnings("MissingOverride") // the interface has a nested type of that name
        public SQLExceptionOverride.Override adjudicate(SQLException e) {
            return "25006".equals(e.getSQLState())
                    ? SQLExceptionOverride.Override.MUST_EVICT
                    : SQLExceptionOverride.Override.CONTINUE_EVICT;
        }
    }
}
