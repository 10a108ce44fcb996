package io.sitehook.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * SiteCapture's own API, as one connection's user sees it. A status change says little more than a project's id; this is
 * where the rest is read. Implemented by Sitehook; safe to share between threads.
 *
 * <p><b>Calls block</b> the calling thread, and end when it is interrupted. All handlers share each connection's limits
 * of requests at once and requests per second, so a call may wait for its turn. What may pass (no connection, 429, 5xx, a
 * transfer that was cut off) is tried again a few times within the call, after waits that grow or that the server asks
 * for; what is wrong for good (a login, an unknown project) is not.
 *
 * <p><b>Files</b> are streamed. A file appears under the name that was given when it is whole and is what was asked for:
 * status, content type and the bytes themselves were looked at, so that an error page is never taken for a photo. It is
 * synced to disk; its name in the folder is not. If a call fails, nothing has appeared, and a file that was there before
 * is unchanged.
 *
 * <p><b>Errors.</b> {@link SiteCaptureException} for all that comes from the other side, which a handler may let pass to
 * be tried again by the retry schedule. A plain {@link IOException} means that the file could not be written here. No
 * message has a password or an API key in it.
 */
public interface SiteCapture {

    /**
     * Reads a project.
     *
     * @param projectId its id, as in {@link StatusChange#projectId()}
     * @return the project as it is now
     * @throws SiteCaptureException if it can't be had; with status 404 if there is no such project
     * @throws IOException never by itself
     * @throws InterruptedException if the thread is interrupted
     */
    SiteCaptureProject project(String projectId) throws IOException, InterruptedException;

    /**
     * Reads the projects that were updated after a time, page by page, until there are no more.
     *
     * @param after the time, cut to seconds. In which time zone SiteCapture reads it is not documented: the connection's
     *     setting {@code rest-zone} says, UTC by default. To miss nothing, ask for a day more
     * @param each gets every project as soon as its page is there, on the calling thread; the list may hold less of each
     *     than {@link #project(String)} gives, and a project that moves between pages may come twice
     * @return how many there were
     * @throws SiteCaptureException if a page can't be had; those before it were given out
     * @throws IOException never by itself
     * @throws InterruptedException if the thread is interrupted
     */
    int projectsUpdatedAfter(Instant after, Consumer<? super SiteCaptureProject> each)
            throws IOException, InterruptedException;

    /**
     * Downloads one photo.
     *
     * @param mediaId its id, as in {@link SiteCaptureProject.Field#mediaIds()}
     * @param file where it is to be; its folder must exist. A file that is there is replaced
     * @return what has come
     * @throws SiteCaptureException if it can't be had, or if what came is no image
     * @throws IOException if it can't be written
     * @throws InterruptedException if the thread is interrupted
     */
    Download photo(String mediaId, Path file) throws IOException, InterruptedException;

    /**
     * Downloads all photos of a project as one ZIP archive: the originals, in folders.
     *
     * @param projectId the project's id
     * @param file where it is to be; its folder must exist. A file that is there is replaced
     * @return what has come
     * @throws SiteCaptureException if it can't be had, or if what came is no whole ZIP archive
     * @throws IOException if it can't be written
     * @throws InterruptedException if the thread is interrupted
     */
    Download photosZip(String projectId, Path file) throws IOException, InterruptedException;

    /**
     * Downloads a project's report.
     *
     * @param projectId the project's id
     * @param file where it is to be; its folder must exist. A file that is there is replaced
     * @return what has come
     * @throws SiteCaptureException if it can't be had, or if what came is no whole PDF document
     * @throws IOException if it can't be written
     * @throws InterruptedException if the thread is interrupted
     */
    Download report(String projectId, Path file) throws IOException, InterruptedException;

    /**
     * Reads the templates.
     *
     * @return the answer's JSON as it came, whose form is not documented
     * @throws SiteCaptureException if it can't be had
     * @throws IOException never by itself
     * @throws InterruptedException if the thread is interrupted
     */
    String templates() throws IOException, InterruptedException;
}
