package io.sitehook.builtin.archive;

import io.sitehook.builtin.options.Options;
import io.sitehook.spi.WorkflowStates;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of an archive.
 *
 * @param directory where to, empty for a bucket
 * @param bucket where to, empty for a directory
 * @param photos whether photos are kept
 * @param report whether the report is
 * @param secondLook how long after the first look the project is looked at again; zero: not
 */
record ArchiveOptions(
        WorkflowStates states,
        Optional<Path> directory,
        Optional<BucketAccess> bucket,
        boolean photos,
        boolean report,
        Duration secondLook) {
    private static final Duration SECOND_LOOK = Duration.ofMinutes(30);
    private static final Duration LATEST_SECOND_LOOK = Duration.ofDays(30);

    /** @throws IllegalArgumentException with all that is wrong */
    static ArchiveOptions read(Options options) {
        WorkflowStates states = options.states();
        Optional<Path> directory = options.path("directory");
        Optional<BucketAccess> bucket = bucket(options);
        if (directory.isPresent() == options.text("bucket").isPresent()) {
            options.problem("directory", "or bucket must be set, and only one of them");
        }
        ArchiveOptions read = new ArchiveOptions(
                states,
                directory,
                bucket,
                options.flag("photos", true),
                options.flag("report", true),
                options.duration("second-look", LATEST_SECOND_LOOK, SECOND_LOOK));
        options.done();
        return read;
    }

    private static Optional<BucketAccess> bucket(Options options) {
        Optional<String> bucket = options.text("bucket");
        Optional<String> endpoint = options.text("endpoint");
        Optional<String> accessKey = options.text("access-key");
        Optional<String> secretKey = options.secret("secret-key");
        String region = options.text("region").orElse("us-east-1");
        String prefix = options.text("prefix").orElse("");
        Optional<Path> temporary = options.path("temporary-directory");
        if (bucket.isEmpty()) {
            return Optional.empty();
        }
        if (!bucket.get().matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            options.problem("bucket", "is no name of a bucket");
        }
        if (!prefix.matches("([A-Za-z0-9_.-]+/)*[A-Za-z0-9_.-]*")) {
            options.problem("prefix", "may have letters, digits, - _ . and / between");
        }
        if (accessKey.isEmpty() || secretKey.isEmpty()) {
            options.problem("access-key", "and secret-key (or secret-key-file) must be set for a bucket");
        }
        URI url = url(options, endpoint.orElse("https://s3." + region + ".amazonaws.com"));
        return Optional.of(new BucketAccess(
                url,
                region,
                bucket.get(),
                prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/",
                accessKey.orElse(""),
                secretKey.orElse(""),
                temporary.orElse(Path.of(System.getProperty("java.io.tmpdir", ".")))));
    }

    private static URI url(Options options, String text) {
        try {
            URI url = URI.create(text.replaceAll("/+$", ""));
            if (url.getHost() != null
                    && url.getUserInfo() == null
                    && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Not shown: its message quotes the text.
        }
        options.problem("endpoint", "is no http or https URL");
        return URI.create("https://localhost");
    }

    Shelf shelf(Clock clock) {
        return bucket.<Shelf>map(access -> new BucketShelf(access, clock))
                .orElseGet(() -> new DirectoryShelf(directory.orElseThrow(), clock));
    }
}
