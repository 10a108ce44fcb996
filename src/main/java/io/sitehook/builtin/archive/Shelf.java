package io.sitehook.builtin.archive;

import io.sitehook.spi.Download;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where an archive keeps its files. Paths have {@code /} between their parts and are safe as they are. A file is there
 * whole or not at all, whatever happens to the server. Safe for use by many threads.
 */
interface Shelf {

    /**
     * Finds out whether files can be kept here, and tidies up what earlier runs left.
     *
     * @throws IOException if not, with a message for the operator
     */
    void open() throws IOException, InterruptedException;

    /** What is in a folder and below it: sizes by path. */
    Map<String, Long> list(String folder) throws IOException, InterruptedException;

    /** The SHA-256 of a file that is there. */
    String sha256(String path) throws IOException, InterruptedException;

    /** The content of a small file, empty if it is not there. */
    Optional<byte[]> read(String path) throws IOException, InterruptedException;

    /** Keeps a small file; one that is there is replaced. */
    void write(String path, byte[] content, String contentType) throws IOException, InterruptedException;

    /** A new path on the local disk to download to. */
    Path incoming() throws IOException;

    /** Keeps what was downloaded to {@link #incoming()}; one that is there is replaced. The download is gone then. */
    void keep(String path, Download download) throws IOException, InterruptedException;

    /** Makes sure that all that was kept in a folder, names included, survives a power loss. */
    void sync(String folder) throws IOException;
}
