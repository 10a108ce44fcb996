package io.sitehook.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What the two databases do differently. All other SQL is the same for both, but for hints on indexes, which PostgreSQL
 * is not shown.
 */
interface Dialect {

    /**
     * Makes that nobody else stores events of these projects until the transaction ends, so that telling duplicates and
     * numbering are one step.
     */
    void lockProjects(Connection connection, Collection<Project> projects) throws SQLException;

    /** The latest event of each project; a project without one is not in the map. */
    Map<Project, LatestEvents.Latest> latest(Connection connection, Collection<Project> projects) throws SQLException;

    /** A query for a table of parameters; see {@link Rows}. */
    Query table(List<Rows.Column> columns);

    /**
     * Runs an update for each row of a table of parameters; see {@link Rows#update}.
     *
     * @return of which rows something was changed
     */
    BitSet updateEach(Connection connection, String update, List<Rows.Column> columns) throws SQLException;

    /** Counts posts that this server has stored, where others store some too. */
    void storedHere(Connection connection, int posts) throws SQLException;

    /** Tells the other servers on this database, once the transaction is committed. */
    void announce(Connection connection, Topic topic) throws SQLException;

    /** What other servers are told of. */
    enum Topic {
        /** There may be something to run. */
        WORK,
        /** Handlers were paused or resumed. */
        PAUSES,
        /** Connections or subscriptions were changed in the page. */
        CONFIGURATION,
        /** The handlers of a server changed. */
        HANDLERS
    }

    /** Makes a reading connection end a question that takes too long. */
    ReadLimit limit(Connection connection) throws SQLException;

    /** The time of what is asked on one connection. */
    interface ReadLimit {
        /** A question begins, and may take this long. */
        void begin(Duration most) throws SQLException;
    }

    /** The bytes that the database takes. */
    long sizeBytes(Connection connection) throws SQLException;

    /** The product's name and its version. */
    List<String> version(Connection connection) throws SQLException;

    /**
     * Gives free space back to the disk, a little at a time.
     *
     * @return whether there is more
     */
    boolean shrink(Connection connection, BooleanSupplier timeIsOver) throws SQLException;

    /** What errors mean. */
    Errors errors();

    /** What a database's errors mean. */
    interface Errors {
        /**
         * Whether the statement was wrong rather than the database: a broken constraint, a type, a mistake in the SQL.
         * Another try with the same input can't succeed, but other work can.
         */
        boolean isFaultOfTheWork(SQLException e);

        /** Whether the transaction only stood in the way of another one, was rolled back, and can be run again at once. */
        boolean isCollision(SQLException e);

        /** The error with what to do about it. */
        String inWords(SQLException e);
    }
}
