package io.sitehook.builtin.archive;

import io.sitehook.builtin.options.OneLine;
import io.sitehook.spi.Download;
import io.sitehook.spi.SiteCapture;
import io.sitehook.spi.SiteCaptureException;
import io.sitehook.spi.SiteCaptureProject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * One look at a project: what is not there yet is fetched. Photos never change under their ids, so one that is there is
 * not fetched again; the project's data and the report are replaced. For one thread, once.
 */
final class Look {
    private static final int NOT_FOUND = 404;

    private final Shelf shelf;
    private final SiteCapture siteCapture;
    private final ArchiveOptions options;
    private final String folder;
    private final BooleanSupplier timeIsUp;

    private final Map<String, Manifest.Entry> files = new TreeMap<>();
    private final List<String> missing = new ArrayList<>();
    private Map<String, Long> present = Map.of();
    private int photos;
    private int fetched;

    /** @param timeIsUp asked before each photo: whether to leave the rest for the next attempt */
    Look(Shelf shelf, SiteCapture siteCapture, ArchiveOptions options, String folder, BooleanSupplier timeIsUp) {
        this.shelf = shelf;
        this.siteCapture = siteCapture;
        this.options = options;
        this.folder = folder;
        this.timeIsUp = timeIsUp;
    }

    /** Looks. Gives whether it came to the end; if not, the time was up. */
    boolean run(String projectId, Manifest before) throws IOException, InterruptedException {
        present = shelf.list(folder);
        // What earlier looks brought stays, also if it is gone from the project.
        before.files().forEach((path, entry) -> {
            if (Long.valueOf(entry.size()).equals(present.get(folder + "/" + path))) {
                files.put(path, entry);
            }
        });
        SiteCaptureProject project = siteCapture.project(projectId);
        byte[] data = project.json().getBytes(StandardCharsets.UTF_8);
        shelf.write(folder + "/project.json", data, "application/json");
        files.put("project.json", new Manifest.Entry(data.length, Hex.sha256(data)));
        if (options.photos() && !photos(project)) {
            return false;
        }
        if (options.report()) {
            report(projectId);
        }
        return true;
    }

    private boolean photos(SiteCaptureProject project) throws IOException, InterruptedException {
        Map<String, String> stems = new TreeMap<>(); // by photo: one that stands in two fields is kept once
        for (SiteCaptureProject.Field field : project.fields()) {
            for (String mediaId : field.mediaIds()) {
                String section = field.section().isEmpty() ? "no-section" : Names.of(field.section());
                stems.putIfAbsent(
                        mediaId,
                        "photos/" + section + "/"
                                + (field.key().isEmpty() ? "" : Names.of(field.key()) + "-")
                                + Names.of(mediaId));
            }
        }
        photos = stems.size();
        for (Map.Entry<String, String> photo : stems.entrySet()) {
            if (timeIsUp.getAsBoolean()) {
                return false;
            }
            photo(photo.getKey(), photo.getValue());
        }
        return true;
    }

    private void photo(String mediaId, String stem) throws IOException, InterruptedException {
        Optional<String> there = present.keySet().stream()
                .filter(path -> path.startsWith(folder + "/" + stem + "."))
                .findFirst();
        if (there.isPresent()) {
            String path = there.get();
            String name = path.substring(folder.length() + 1);
            if (!files.containsKey(name)) {
                // An attempt that was ended before it wrote the manifest: a file that is there is whole.
                files.put(name, new Manifest.Entry(present.getOrDefault(path, 0L), shelf.sha256(path)));
            }
            return;
        }
        Path incoming = shelf.incoming();
        try {
            Download download = siteCapture.photo(mediaId, incoming);
            keep(stem + "." + download.extension(), download);
            fetched++;
        } catch (SiteCaptureException e) {
            if (e.status().orElse(0) != NOT_FOUND) {
                throw e;
            }
            missing.add(mediaId); // it may still be on its way from the device
        } finally {
            Files.deleteIfExists(incoming);
        }
    }

    private void report(String projectId) throws IOException, InterruptedException {
        Path incoming = shelf.incoming();
        try {
            keep("report.pdf", siteCapture.report(projectId, incoming));
        } finally {
            Files.deleteIfExists(incoming);
        }
    }

    private void keep(String name, Download download) throws IOException, InterruptedException {
        shelf.keep(folder + "/" + name, download);
        files.put(name, new Manifest.Entry(download.size(), download.sha256()));
    }

    /** The files that are whole, by their paths in the folder. */
    Map<String, Manifest.Entry> files() {
        return files;
    }

    /** Photos that the project names and that SiteCapture does not have. */
    List<String> missing() {
        return missing;
    }

    /** What was found, in words. */
    String describe() {
        long there = files.keySet().stream()
                .filter(path -> path.startsWith("photos/"))
                .count();
        String lacking = missing.isEmpty()
                ? ""
                : "; SiteCapture does not have " + missing.size() + " of them: "
                        + OneLine.of(String.join(", ", missing));
        return "the project names " + photos + " photos, " + there + " are kept, " + fetched + " of them new" + lacking;
    }
}
