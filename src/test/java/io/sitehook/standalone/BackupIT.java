package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static io.sitehook.standalone.ServedHome.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backup of deploying.md, taken by its own commands while posts come in, and restored into a new home. */
@Tag("wide")
class BackupIT {
    private static final int CLIENTS = 4;

    @TempDir
    Path directory;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void whatWasAcknowledgedBeforeTheBackupIsInItAndItsDeliveriesGoOn() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/sqlite3")), "sqlite3 is not installed");
        ServedHome served = new ServedHome(directory, "");
        Path backup = Files.createDirectories(directory.resolve("backup"));
        Set<String> before;
        long after;
        try (WarProcess server = served.serve()) {
            List<Thread> clients = clients(served, server.readyUrl());
            await("some were stored", () -> acknowledged.size() > 200);
            before = Set.copyOf(acknowledged);
            run(commands(served.home, backup));
            after = acknowledged.size() - before.size();
            await("more came in", () -> acknowledged.size() > before.size() + 100);
            over.set(true);
            for (Thread client : clients) {
                client.join();
            }
        }
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        run("cp -pr " + backup + "/. " + elsewhere);
        Files.delete(served.home.resolve("sitehook.db")); // nothing may come from there
        ServedHome restored = new ServedHome(directory.resolve("unused"), "");
        assertThat(query(elsewhere, "PRAGMA integrity_check")).isEqualTo("ok");
        long files = served.filesWritten();
        try (WarProcess server = WarProcess.start(directory, "serve", "--port", "0", "--home", elsewhere.toString())) {
            String url = server.readyUrl();
            assertThat(restored.post(url, body("new", "COMPLETE")).statusCode()).isEqualTo(200);
            await(
                    "all deliveries are done",
                    () -> query(
                                    elsewhere,
                                    "SELECT (SELECT count(*) FROM event WHERE state = 'RECEIVED')"
                                            + " + (SELECT count(*) FROM delivery WHERE state IN ('PENDING', 'RUNNING'))")
                            .equals("0"));
        }
        Set<String> stored = ServedHome.column(elsewhere, "SELECT id FROM event");
        System.out.println("backup under load: " + before.size() + " acknowledged before, " + after + " while it ran, "
                + stored.size() + " in the restored store");
        assertThat(stored).containsAll(before);
        // Negative control: the backup is of a moment in between, not of the end.
        assertThat(stored).hasSizeLessThan(before.size() + (int) after + 100);
        assertThat(query(elsewhere, "SELECT count(*) FROM delivery WHERE state <> 'DONE'"))
                .isEqualTo("0");
        assertThat(served.filesWritten()).isGreaterThanOrEqualTo(files);
    }

    /** The lines of the guide, with this test's directories. */
    private static String commands(Path home, Path backup) throws IOException {
        String guide = Files.readString(Path.of("src/docs/deploying.md"));
        String commands = guide.replaceFirst("(?s).*## Backup.*?```\n(sqlite3 .*?)```.*", "$1");
        assertThat(commands).startsWith("sqlite3 /var/lib/sitehook/sitehook.db").contains("/backup/");
        return "set -e\n"
                + commands.replace("/var/lib/sitehook", home.toString()).replace("/backup/", backup + "/");
    }

    private void run(String commands) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", commands)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("commands.txt").toFile())
                .start();
        assertThat(shell.waitFor())
                .as(Files.readString(directory.resolve("commands.txt")))
                .isZero();
    }

    private List<Thread> clients(ServedHome served, String url) {
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            String prefix = "c" + client + "-";
            Thread thread = new Thread(() -> {
                try {
                    for (int i = 0; !over.get(); i++) {
                        HttpResponse<String> answer = served.post(url, body(prefix + i, "COMPLETE"));
                        if (answer.statusCode() == 200) {
                            acknowledged.add(event(answer));
                        }
                    }
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError("a post was not answered", e);
                }
            });
            thread.start();
            clients.add(thread);
        }
        return clients;
    }

    private static String query(Path home, String sql) throws Exception {
        return ServedHome.column(home, sql).iterator().next();
    }
}
