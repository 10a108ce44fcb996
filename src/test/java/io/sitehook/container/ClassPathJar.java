package io.sitehook.container;

import io.sitehook.handle.HandlerJars;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Puts a handler jar on the WAR's class path as an operator does, with the files that deploying.md shows. */
interface ClassPathJar {
    String HANDLER = "on-the-class-path";
    String VERSION = "1.2.3";
    Path FILES = Path.of("src/examples/deploying");

    /** Called before each deployment. */
    void install() throws Exception;

    static ClassPathJar inTomcat(Path base) {
        return () -> {
            build(base.resolve("sitehook-jars"));
            Path context = base.resolve("conf/Catalina/localhost/sitehook.xml");
            Files.createDirectories(context.getParent());
            Files.copy(FILES.resolve("tomcat/sitehook.xml"), context, StandardCopyOption.REPLACE_EXISTING);
        };
    }

    /** WildFly remembers it, so that once is enough. */
    static ClassPathJar inWildfly(Path home, Path base, String managementPort) {
        return () -> {
            Path directory = base.resolve("my-jars");
            if (Files.exists(directory)) {
                return;
            }
            build(directory);
            Process cli = new ProcessBuilder(
                            "sh",
                            home.resolve("bin/jboss-cli.sh").toString(),
                            "--connect",
                            "--controller=127.0.0.1:" + managementPort,
                            "--file="
                                    + FILES.resolve("wildfly/class-path-jar.cli")
                                            .toAbsolutePath())
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            cli.getOutputStream().close();
            String said = new String(cli.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (cli.waitFor() != 0) {
                throw new AssertionError("jboss-cli: " + said);
            }
        };
    }

    private static void build(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            HandlerJars.jar(directory.resolve("my-handler.jar"))
                    .manifest("Implementation-Version", VERSION)
                    .handler("com.example.MyHandler", HANDLER, "return Outcome.done(\"here\");")
                    .build();
        }
    }
}
