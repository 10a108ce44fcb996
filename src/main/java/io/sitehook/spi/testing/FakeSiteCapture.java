package io.sitehook.spi.testing;

import io.sitehook.spi.Download;
import io.sitehook.spi.SiteCapture;
import io.sitehook.spi.SiteCaptureException;
import io.sitehook.spi.SiteCaptureProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A SiteCapture that holds what the test puts into it. What it does not hold is answered like an unknown project: by a
 * {@link SiteCaptureException} with status 404. Safe to share between threads.
 */
public final class FakeSiteCapture implements SiteCapture {
    private static final int NOT_FOUND = 404;

    private final Map<String, BuiltProject> projects = new LinkedHashMap<>();
    private final Map<String, Instant> updated = new LinkedHashMap<>();
    private final Map<String, Content> contents = new LinkedHashMap<>();
    private final Deque<SiteCaptureException> failures = new ArrayDeque<>();
    private final List<String> calls = new ArrayList<>();
    private String templates = "[]";

    /** A file to download. */
    private record Content(byte[] bytes, String type) {}

    FakeSiteCapture() {}

    /**
     * Puts in a project, or replaces it.
     *
     * @param id its id
     * @param texts its values by name, for example {@code status} and {@code display_line1}
     * @return this
     */
    public synchronized FakeSiteCapture putProject(String id, Map<String, String> texts) {
        projects.put(id, BuiltProject.of(id, texts));
        updated.put(id, TestClock.START);
        return this;
    }

    /**
     * Adds a field to a project that was put in.
     *
     * @param projectId the project
     * @param section the key of its section
     * @param key its own key
     * @param value what was filled in, null for nothing
     * @param mediaIds of its photos
     * @return this
     * @throws IllegalArgumentException if there is no such project
     */
    public synchronized FakeSiteCapture putField(
            String projectId, String section, String key, @Nullable String value, String... mediaIds) {
        BuiltProject project = projects.get(projectId);
        if (project == null) {
            throw new IllegalArgumentException("put the project " + projectId + " in first");
        }
        projects.put(projectId, project.with(section, key, value, List.of(mediaIds)));
        return this;
    }

    /**
     * Says when a project that was put in was updated last, for {@link #projectsUpdatedAfter(Instant, Consumer)}.
     *
     * @param projectId the project
     * @param instant the time; by default what {@link TestContext#clock()} shows at first
     * @return this
     */
    public synchronized FakeSiteCapture putUpdated(String projectId, Instant instant) {
        updated.put(projectId, instant);
        return this;
    }

    /**
     * Puts in a photo.
     *
     * @param mediaId its id
     * @param content its bytes, which are not looked at and count as a JPEG file
     * @return this
     */
    public synchronized FakeSiteCapture putPhoto(String mediaId, byte[] content) {
        contents.put("photo " + mediaId, new Content(content.clone(), "image/jpeg"));
        return this;
    }

    /**
     * Puts in a ZIP archive of a project's photos.
     *
     * @param projectId the project
     * @param content its bytes, which are not looked at
     * @return this
     */
    public synchronized FakeSiteCapture putPhotosZip(String projectId, byte[] content) {
        contents.put("photosZip " + projectId, new Content(content.clone(), "application/zip"));
        return this;
    }

    /**
     * Puts in a project's report.
     *
     * @param projectId the project
     * @param content its bytes, which are not looked at
     * @return this
     */
    public synchronized FakeSiteCapture putReport(String projectId, byte[] content) {
        contents.put("report " + projectId, new Content(content.clone(), "application/pdf"));
        return this;
    }

    /**
     * Puts in the templates.
     *
     * @param json what {@link #templates()} gives, an empty list by default
     * @return this
     */
    public synchronized FakeSiteCapture putTemplates(String json) {
        templates = json;
        return this;
    }

    /**
     * Lets the next call fail; said twice, the next two.
     *
     * @param failure what it throws
     * @return this
     */
    public synchronized FakeSiteCapture failNext(SiteCaptureException failure) {
        failures.add(failure);
        return this;
    }

    /**
     * What was called.
     *
     * @return a copy, in order: the method's name and, if it has one, the id, for example {@code photo 17}
     */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public synchronized SiteCaptureProject project(String projectId) throws SiteCaptureException {
        called("project " + projectId);
        BuiltProject project = projects.get(projectId);
        if (project == null) {
            throw notFound("project " + projectId);
        }
        return project;
    }

    @Override
    public int projectsUpdatedAfter(Instant after, Consumer<? super SiteCaptureProject> each)
            throws SiteCaptureException {
        List<BuiltProject> found = new ArrayList<>();
        synchronized (this) {
            called("projectsUpdatedAfter");
            projects.forEach((id, project) -> {
                if (updated.getOrDefault(id, TestClock.START).isAfter(after)) {
                    found.add(project);
                }
            });
        }
        found.forEach(each);
        return found.size();
    }

    @Override
    public Download photo(String mediaId, Path file) throws IOException {
        return download("photo " + mediaId, file);
    }

    @Override
    public Download photosZip(String projectId, Path file) throws IOException {
        return download("photosZip " + projectId, file);
    }

    @Override
    public Download report(String projectId, Path file) throws IOException {
        return download("report " + projectId, file);
    }

    @Override
    public synchronized String templates() throws SiteCaptureException {
        called("templates");
        return templates;
    }

    private synchronized Download download(String what, Path file) throws IOException {
        called(what);
        Content content = contents.get(what);
        if (content == null) {
            throw notFound(what);
        }
        Path part = file.toAbsolutePath().resolveSibling("." + UUID.randomUUID() + ".part");
        Files.write(part, content.bytes);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return Download.of(file, content.bytes.length, Sha256.hex(content.bytes), content.type);
    }

    private void called(String what) throws SiteCaptureException {
        calls.add(what);
        SiteCaptureException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
    }

    private static SiteCaptureException notFound(String what) {
        return SiteCaptureException.answered("the request for " + what + " was answered 404", NOT_FOUND, null);
    }
}
