package io.sitehook.store.sql;

import io.sitehook.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file beside the database that says that there is one, and which event was the last that it had committed. SQLite takes
 * a file that has gone or is empty for a new one, and a log that has gone or is cut short for one that ended there; both
 * would lose acknowledged events without a word. With the mark it is noticed at the start.
 *
 * <p>It is written after each commit and never synced: after a loss of power it may be behind, which only means that less
 * is noticed. It is never ahead. For the writer's thread, but for the start and the end.
 */
final class StoreMark implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(StoreMark.class.getName());
    private static final byte[] HEADER = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 19;
    private static final String TEXT = """

            The last event that sitehook.db had committed. With this file a database that has gone, or was cut short,
            is noticed. Delete it only if you have restored a backup, or mean to begin anew.
            """;

    private final Path database;
    private final Path file;
    private @Nullable RandomAccessFile open; // null before the start; not a channel, which an interrupt would close
    private long reached;
    private boolean failed;

    StoreMark(Path database) {
        this.database = database;
        file = sibling("-mark");
    }

    /**
     * Looks before SQLite does, since that would make a new database and delete the log of the old one, or write the log
     * over whatever is in the database's place.
     *
     * @throws StoreUnavailableException if the database has gone, is empty or is none; nothing was changed
     */
    void requireDatabase() {
        if (size(database) > 0) {
            requireHeader();
            return;
        }
        boolean had = Files.exists(file);
        if (had || size(sibling("-wal")) > 0) {
            throw new StoreUnavailableException(
                    "the database " + database + (Files.exists(database) ? " is empty" : " has gone")
                            + ", though this home had one. No new one is made in its place. Put the file back, with its -wal"
                            + " if there was one, or restore a backup. To begin with an empty store, delete " + file
                            + " and what else begins with " + database.getFileName(),
                    null);
        }
    }

    private void requireHeader() {
        if (Files.exists(sibling("-journal"))) {
            return; // a kill while it was made: SQLite takes that back
        }
        try (InputStream in = Files.newInputStream(database)) {
            if (!Arrays.equals(in.readNBytes(HEADER.length), HEADER)) {
                throw new StoreUnavailableException(
                        "the database file " + database
                                + " is damaged: it does not begin as one of SQLite does. Nothing was"
                                + " written to it. Put the right file back, or restore a backup",
                        null);
            }
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "opening the database will tell why it can't be read", e);
        }
    }

    private Path sibling(String end) {
        return database.resolveSibling(database.getFileName() + end);
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Compares with what the database has, and begins.
     *
     * @param last the last event that is in the database, 0 if there is none
     * @throws StoreUnavailableException if there were more
     */
    void begin(long last) {
        try {
            long marked = Files.exists(file) ? number(Files.readString(file)) : 0;
            if (marked > last) {
                throw new StoreUnavailableException(
                        "the database " + database + " ends with event number " + last + ", but " + marked
                                + " had been committed: its log (-wal) was deleted or damaged, or an older file was put in"
                                + " its place. Put the right files back. If you have restored a backup, or the files are lost"
                                + " and you go on without those events, delete " + file,
                        null);
            }
            RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw");
            open = made;
            made.setLength(0);
            made.write((digits(last) + TEXT).getBytes(StandardCharsets.US_ASCII));
            made.getFD().sync();
            reached = last;
        } catch (IOException e) {
            close();
            throw new StoreUnavailableException("the file " + file + " can't be written: " + e, e);
        }
    }

    /** What was never finished says only that there was a database. */
    private static long number(String text) {
        String first = text.lines().findFirst().orElse("");
        return first.matches("[0-9]{" + DIGITS + "}") ? Long.parseLong(first) : 0;
    }

    private static String digits(long number) {
        return String.format(Locale.ROOT, "%0" + DIGITS + "d", number);
    }

    /** An event was committed. */
    void reached(long last) {
        RandomAccessFile to = open;
        if (to == null || last <= reached) {
            return;
        }
        reached = last;
        try {
            to.seek(0);
            to.write(digits(last).getBytes(StandardCharsets.US_ASCII));
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                failed = true;
                LOGGER.log(
                        Level.WARNING, "the mark " + file + " can't be written; the events are stored all the same", e);
            }
        }
    }

    @Override
    public void close() {
        RandomAccessFile last = open;
        open = null;
        if (last != null) {
            try {
                last.close();
            } catch (IOException e) {
                LOGGER.log(Level.DEBUG, "the mark " + file + " was not closed well", e);
            }
        }
    }
}
