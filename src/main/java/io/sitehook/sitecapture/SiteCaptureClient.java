package io.sitehook.sitecapture;

import io.sitehook.spi.Download;
import io.sitehook.spi.SiteCapture;
import io.sitehook.spi.SiteCaptureException;
import io.sitehook.spi.SiteCaptureProject;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** One connection's client. Safe for use by many threads; it needs no closing. */
public final class SiteCaptureClient implements SiteCapture {
    static final int PAGE = 100;

    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** A report may be a minute in the making before its first byte comes. */
    private static final Duration IDLE = Duration.ofMinutes(2);

    private static final DateTimeFormatter FOURTEEN_DIGITS = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

    private final Calls calls;
    private final ZoneId zone;

    /**
     * A client that makes no request before it is asked to.
     *
     * @param account where and as whom
     * @param clock for dates in {@code Retry-After}
     */
    public SiteCaptureClient(Account account, Clock clock) {
        this(account, clock, Time.real(), IDLE);
    }

    SiteCaptureClient(Account account, Clock clock, Time time, Duration idle) {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                // Over plain HTTP the JDK would ask for an upgrade with every request.
                .version("http".equals(account.url().getScheme()) ? Version.HTTP_1_1 : Version.HTTP_2)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        calls = new Calls(
                account,
                new Exchange(client, idle),
                time,
                clock,
                () -> ThreadLocalRandom.current().nextDouble());
        zone = account.zone();
    }

    @Override
    public SiteCaptureProject project(String projectId) throws IOException, InterruptedException {
        String what = "project " + Words.of(projectId);
        return calls.get("2_0/project/" + segment(projectId, what), what, JsonProjects::one);
    }

    @Override
    public int projectsUpdatedAfter(Instant after, Consumer<? super SiteCaptureProject> each)
            throws IOException, InterruptedException {
        String time = FOURTEEN_DIGITS.withZone(zone).format(after);
        Set<String> seen = new HashSet<>();
        int count = 0;
        List<ReadProject> page;
        do {
            String what = "the projects updated after " + time + ", from number " + count;
            page = calls.get(
                    "2_0/projects?max=" + PAGE + "&offset=" + count + "&last_updated_after=" + time,
                    what,
                    JsonProjects::list);
            boolean anyNew = false;
            for (ReadProject project : page) {
                anyNew |= seen.add(project.id());
                each.accept(project);
            }
            if (page.size() >= PAGE && !anyNew) {
                throw SiteCaptureException.answered(
                        what + " brought none that had not come before: the server does not page", 200, null);
            }
            count += page.size();
        } while (page.size() >= PAGE);
        return count;
    }

    @Override
    public Download photo(String mediaId, Path file) throws IOException, InterruptedException {
        String what = "photo " + Words.of(mediaId);
        return download("1_0/media/image/" + segment(mediaId, what), what, file, FileKind.IMAGE);
    }

    @Override
    public Download photosZip(String projectId, Path file) throws IOException, InterruptedException {
        String what = "the photos of project " + Words.of(projectId);
        String path = "1_0/project/images/" + segment(projectId, what) + "?originals=true&folders=true";
        return download(path, what, file, FileKind.ZIP);
    }

    @Override
    public Download report(String projectId, Path file) throws IOException, InterruptedException {
        String what = "the report of project " + Words.of(projectId);
        return download("1_0/project/report/" + segment(projectId, what), what, file, FileKind.PDF);
    }

    @Override
    public String templates() throws IOException, InterruptedException {
        return calls.get("2_0/templates", "the templates", JsonProjects::text);
    }

    private Download download(String path, String what, Path file, FileKind kind)
            throws IOException, InterruptedException {
        return calls.get(path, what, () -> new FileIntake(file, kind));
    }

    /** An id as one segment of a path, whatever is in it. */
    private static String segment(String id, String what) throws SiteCaptureException {
        if (id.isBlank() || id.equals(".") || id.equals("..")) {
            throw SiteCaptureException.failed(what + " can't be asked for: that is no id", null);
        }
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
