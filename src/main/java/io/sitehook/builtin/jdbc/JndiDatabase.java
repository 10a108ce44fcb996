package io.sitehook.builtin.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/**
 * A container's DataSource, looked up each time: the container may replace it.
 *
 * @param name the operator's, checked to begin with {@code java:}, so that nothing is fetched from elsewhere
 */
record JndiDatabase(String name) implements Database {

    @Override
    @SuppressWarnings("BanJNDI")
    public Connection connect() throws SQLException {
        try {
            Object found = new InitialContext().lookup(name);
            if (found instanceof DataSource source) {
                return source.getConnection();
            }
            throw new SQLException("what the JNDI name " + name + " stands for is no DataSource");
        } catch (NamingException e) {
            throw new SQLException("there is no DataSource under the JNDI name " + name, e);
        }
    }
}
