package io.sitehook.container;

import io.sitehook.testing.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Map;

/** A base directory for Tomcat as it is delivered, but for its ports and for a user who may deploy. */
final class OwnTomcat {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path home;
    final Path base;
    final int port;

    OwnTomcat(Path home, Path base) throws IOException {
        this.home = home;
        this.base = base;
        port = FreePort.find();
        Server.copy(home.resolve("conf"), base.resolve("conf"));
        for (String name : new String[] {"logs", "temp", "webapps", "conf/Catalina/localhost"}) {
            Files.createDirectories(base.resolve(name));
        }
        Path server = base.resolve("conf/server.xml");
        Files.writeString(
                server,
                Files.readString(server)
                        .replace("port=\"8005\"", "port=\"-1\"")
                        .replace("port=\"8080\"", "port=\"" + port + "\" address=\"127.0.0.1\""));
        Files.copy(
                Path.of("src/test/tomcat/users-it.xml"),
                base.resolve("conf/tomcat-users.xml"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(
                base.resolve("conf/Catalina/localhost/manager.xml"),
                "<Context docBase=\"" + home.resolve("webapps/manager") + "\" privileged=\"true\"/>");
    }

    Server start() throws IOException {
        return Server.start(
                base,
                Map.of(
                        "CATALINA_BASE",
                        base.toString(),
                        "CATALINA_OPTS",
                        "-Xmx512m " + System.getProperty("sitehook.test.jvm")),
                "sh",
                home.resolve("bin/catalina.sh").toString(),
                "run");
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** Copies the WAR beside webapps/ and moves it there, as an operator does. */
    void dropIn(Path war) throws IOException {
        Path copy = Files.copy(war, base.resolve("sitehook.war.new"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, base.resolve("webapps/sitehook.war"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Has it renew a thread that has served an old application fifty times a second instead of once. */
    void renewThreadsQuickly() throws IOException {
        Path server = base.resolve("conf/server.xml");
        String settings = Files.readString(server);
        String quick = settings.replaceFirst("<Connector port=", """
                        <Executor name="renewing" namePrefix="catalina-exec-" threadRenewalDelay="20" />
                        <Connector executor="renewing" port=""");
        if (quick.equals(settings)) {
            throw new IllegalStateException("no connector in " + server);
        }
        Files.writeString(server, quick);
    }

    /** Lets the manager replace what runs by this WAR. */
    void redeploy(Path war) throws Exception {
        said(HttpRequest.newBuilder(URI.create(url("/manager/text/deploy?path=/sitehook&update=true")))
                .PUT(HttpRequest.BodyPublishers.ofFile(war)));
    }

    /** The applications that were stopped and whose class loaders are still in memory after a garbage collection. */
    String leaks() throws Exception {
        return said(HttpRequest.newBuilder(URI.create(url("/manager/text/findleaks?statusLine=true"))));
    }

    private String said(HttpRequest.Builder request) throws Exception {
        String login = Base64.getEncoder().encodeToString("it:it".getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer = client.send(
                request.header("Authorization", "Basic " + login).build(), HttpResponse.BodyHandlers.ofString());
        if (!answer.body().startsWith("OK")) {
            throw new AssertionError("the manager said: " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}
