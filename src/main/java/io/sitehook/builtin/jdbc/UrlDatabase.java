package io.sitehook.builtin.jdbc;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * A database by its URL. The driver comes from a jar that is named, else from the class path. A connection is opened for
 * each statement: deliveries are few, and a connection that was kept would have to be watched.
 */
final class UrlDatabase implements Database {
    private final String url;
    private final Properties login = new Properties();
    private final @Nullable URLClassLoader driverLoader;

    UrlDatabase(String url, Optional<String> user, Optional<String> password, Optional<Path> driverJar)
            throws MalformedURLException {
        this.url = url;
        user.ifPresent(value -> login.setProperty("user", value));
        password.ifPresent(value -> login.setProperty("password", value));
        driverLoader = driverJar.isEmpty()
                ? null
                : new URLClassLoader(
                        "jdbc-driver",
                        new URL[] {driverJar.get().toUri().toURL()},
                        ClassLoader.getPlatformClassLoader());
    }

    @Override
    public Connection connect() throws SQLException {
        ClassLoader loader = driverLoader == null ? Thread.currentThread().getContextClassLoader() : driverLoader;
        for (Driver driver : ServiceLoader.load(Driver.class, loader)) {
            if (driver.acceptsURL(url)) {
                Connection connection = driver.connect(url, login);
                if (connection != null) {
                    return connection;
                }
            }
        }
        throw new SQLException("no JDBC driver takes this URL; name the driver's jar by driver-jar");
    }

    @Override
    public void close() throws IOException {
        if (driverLoader != null) {
            driverLoader.close();
        }
    }
}
