package io.sitehook.bench;

/**
 * Something that is measured: started once, measured in each round, in turn with all others, so that a slow minute of the
 * machine hits all of them alike. While others are measured it is idle. For one thread.
 */
interface Subject extends AutoCloseable {

    /** Its name for {@code -Dbench.only}. */
    String name();

    /**
     * Starts what is measured and warms it up.
     *
     * @throws UnavailableException if it can't be had here; it is then left out, with that reason
     */
    void start() throws Exception;

    /**
     * Measures once.
     *
     * @param results where the figures go
     * @param round counted from 1
     */
    void measure(Results results, int round) throws Exception;

    /** Ends every process that it started. */
    @Override
    void close();
}
