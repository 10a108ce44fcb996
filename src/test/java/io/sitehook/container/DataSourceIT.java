package io.sitehook.container;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.standalone.ServedHome;
import io.sitehook.testing.Postgres;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL by the container's DataSource, set up as src/docs/postgresql.md says. */
@Tag("wide")
class DataSourceIT {
    @TempDir
    Path directory;

    private final Path war = Path.of(System.getProperty("sitehook.test.war"));

    private static Path driver() throws Exception {
        return new File(org.postgresql.Driver.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toPath();
    }

    private static void takesPostsAndRunsHandlers(
            Server server, String url, ServedHome served, Postgres postgres, String database) throws Exception {
        server.awaitOk(url + "/health/ready");
        for (int i = 0; i < 20; i++) {
            assertThat(served.post(url, body("p" + i, "COMPLETE")).statusCode()).isEqualTo(200);
        }
        await(
                "both handlers have run for all",
                () -> postgres.number(database, "SELECT count(*) FROM delivery WHERE state = 'DONE'") == 40);
        assertThat(postgres.number(database, "SELECT count(*) FROM node")).isEqualTo(1);
        assertThat(served.home.resolve("sitehook.db")).doesNotExist();
        server.terminate();
        assertThat(postgres.number(
                        database,
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
                                + " (SELECT oid FROM pg_database WHERE datname = current_database())"))
                .as("the name is free again")
                .isZero();
    }

    @Test
    void tomcats() throws Exception {
        Postgres postgres = Postgres.shared();
        String database = postgres.createDatabase();
        OwnTomcat tomcat =
                new OwnTomcat(Path.of(System.getProperty("sitehook.test.tomcat11")), directory.resolve("base"));
        Files.copy(driver(), Files.createDirectories(tomcat.base.resolve("lib")).resolve("postgresql.jar"));
        Files.writeString(tomcat.base.resolve("conf/Catalina/localhost/sitehook.xml"), """
                <Context docBase="%s">
                  <Resource name="jdbc/sitehook" auth="Container" type="javax.sql.DataSource"
                            driverClassName="org.postgresql.Driver"
                            url="%s?connectTimeout=3&amp;socketTimeout=10&amp;reWriteBatchedInserts=true"
                            username="%s" password="none" maxTotal="16" maxIdle="4" testOnBorrow="true"
                            validationQuery="SELECT 1"/>
                </Context>
                """.formatted(
                        war, postgres.url(database), postgres.user()));
        ServedHome served = new ServedHome(
                directory, tomcat.base.resolve("sitehook"), "sitehook.database.jndi=java:comp/env/jdbc/sitehook\n");
        try (Server server = tomcat.start()) {
            takesPostsAndRunsHandlers(server, tomcat.url("/sitehook"), served, postgres, database);
        }
    }

    @Test
    void wildflys() throws Exception {
        Postgres postgres = Postgres.shared();
        String database = postgres.createDatabase();
        OwnWildfly wildfly = new OwnWildfly(directory.resolve("base"));
        Path configuration = wildfly.base.resolve("configuration/standalone.xml");
        Files.writeString(configuration, Files.readString(configuration).replaceFirst("<datasources>", """
                                <datasources>
                                  <datasource jndi-name="java:jboss/datasources/sitehook" pool-name="sitehook" jta="false">
                                    <connection-url>%s?connectTimeout=3&amp;socketTimeout=10&amp;reWriteBatchedInserts=true</connection-url>
                                    <driver>postgresql.jar</driver>
                                    <pool><max-pool-size>16</max-pool-size></pool>
                                    <security user-name="%s" password="none"/>
                                  </datasource>
                                """.formatted(
                        postgres.url(database), postgres.user())));
        Files.copy(driver(), wildfly.base.resolve("deployments/postgresql.jar"));
        Files.copy(war, wildfly.base.resolve("deployments/sitehook.war"));
        ServedHome served = new ServedHome(
                directory,
                wildfly.base.resolve("data/sitehook"),
                "sitehook.database.jndi=java:jboss/datasources/sitehook\n");
        try (Server server = wildfly.start(directory, "standalone.xml")) {
            takesPostsAndRunsHandlers(server, wildfly.url("/sitehook"), served, postgres, database);
        }
    }
}
