package io.sitehook.builtin.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** Where connections come from. Safe for use by many threads. */
interface Database extends AutoCloseable {

    /** A connection, to be closed. */
    Connection connect() throws SQLException;

    @Override
    default void close() throws IOException {}
}
