package io.sitehook.container;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sitehook.standalone.ServedHome;
import io.sitehook.testing.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind a proxy that is set as deploying.md shows, no sender hears a 404 because the WAR is being replaced. */
@Tag("wide")
class ProxyIT {
    private static final Path WAR = Path.of(System.getProperty("sitehook.test.war", ""));
    private static final int PER_SECOND = 100;

    @TempDir
    Path directory;

    @Test
    void nginxTurnsTheMissingWarIntoTryAgainLater() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/nginx")), "nginx is not installed");
        int port = FreePort.find();
        OwnTomcat tomcat = tomcat();
        Path file = directory.resolve("nginx.conf");
        Files.writeString(
                file,
                "daemon off; pid " + directory + "/nginx.pid; events {} http { access_log off; "
                        + "client_body_temp_path " + directory + "/body; proxy_temp_path " + directory + "/proxy; "
                        + "fastcgi_temp_path " + directory + "/fastcgi; uwsgi_temp_path " + directory
                        + "/uwsgi; scgi_temp_path " + directory + "/scgi;\n"
                        + ports(Files.readString(ClassPathJar.FILES.resolve("nginx/sitehook.conf")), port, tomcat)
                        + "}\n");
        try (Server proxy =
                Server.start(directory, Map.of(), "/usr/sbin/nginx", "-e", "stderr", "-c", file.toString())) {
            replacesTheWarBehind(proxy, tomcat, port);
        }
    }

    @Test
    void haproxyTurnsTheMissingWarIntoTryAgainLater() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/haproxy")), "haproxy is not installed");
        int port = FreePort.find();
        OwnTomcat tomcat = tomcat();
        Path file = directory.resolve("haproxy.cfg");
        Files.writeString(
                file, ports(Files.readString(ClassPathJar.FILES.resolve("haproxy/sitehook.cfg")), port, tomcat));
        try (Server proxy = Server.start(directory, Map.of(), "/usr/sbin/haproxy", "-db", "-f", file.toString())) {
            replacesTheWarBehind(proxy, tomcat, port);
        }
    }

    private OwnTomcat tomcat() throws IOException {
        return new OwnTomcat(Path.of(System.getProperty("sitehook.test.tomcat11")), directory.resolve("base"));
    }

    private static String ports(String configuration, int port, OwnTomcat tomcat) {
        return configuration
                .replace("listen 80;", "listen 127.0.0.1:" + port + ";")
                .replace("bind :80", "bind 127.0.0.1:" + port)
                .replace("127.0.0.1:8080", "127.0.0.1:" + tomcat.port);
    }

    private void replacesTheWarBehind(Server proxy, OwnTomcat tomcat, int port) throws Exception {
        ServedHome served = new ServedHome(directory, tomcat.base.resolve("sitehook"), "");
        String url = "http://127.0.0.1:" + port + "/sitehook";
        await("the proxy is there", () -> {
            try {
                return tryAgainLater(served.post(url, body("nobody", "COMPLETE")));
            } catch (IOException e) {
                assertThat(proxy.isAlive()).as(proxy.output()).isTrue();
                return false;
            }
        });
        try (Server server = tomcat.start()) {
            server.awaitOk(tomcat.url("/manager/text/").replace("/text/", "/images/tomcat.svg"));
            assertThat(tryAgainLater(served.post(url, body("no war", "COMPLETE"))))
                    .isTrue();
            tomcat.redeploy(WAR);
            assertThat(served.post(url, body("there", "COMPLETE")).statusCode()).isEqualTo(200);
            assertThat(status(url + "/webhooks/unknown")).isEqualTo(404);
            assertThat(status("http://127.0.0.1:" + port + "/manager/")).isNotEqualTo(200);
            Traffic traffic = Traffic.start(url, "proxied", PER_SECOND);
            try (traffic) {
                await("posts are taken", () -> traffic.acknowledged().size() >= PER_SECOND);
                tomcat.redeploy(WAR);
                await("posts are taken", () -> traffic.acknowledged().size() >= 2 * PER_SECOND);
            }
            System.out.println("redeployed behind a proxy: " + traffic);
            assertThat(traffic.answers()).containsKey("503");
            assertThat(traffic.answers().keySet()).isSubsetOf("200", "503");
            await("all is handled", () -> served.lost(traffic.acknowledged()) == 0);
            server.terminate();
        }
    }

    private static boolean tryAgainLater(HttpResponse<String> answer) {
        return answer.statusCode() == 503
                && answer.headers().firstValue("Retry-After").orElse("").equals("60");
    }

    private static int status(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }
}
