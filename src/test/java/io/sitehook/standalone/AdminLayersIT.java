package io.sitehook.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each of the two locks of the admin page holds alone: variants of the WAR with the other one taken out. */
@Tag("wide")
class AdminLayersIT {
    /** Classes there come before those of the jars in {@code WEB-INF/lib}. */
    private static final String GUARD = "WEB-INF/classes/io/sitehook/admin/AdminGuard.class";

    private static final String OPEN_GUARD = """
            package io.sitehook.admin;
            import jakarta.servlet.*;
            import jakarta.servlet.http.HttpServletRequest;
            public final class AdminGuard implements Filter {
                AdminGuard(AdminSessions sessions, LocalUsers users, LoginPages pages) {}
                static AdminSession session(HttpServletRequest request) { return new AdminSession("anybody", 0, ""); }
                static Identity.Known known(HttpServletRequest request) {
                    return new Identity.Known(session(request), true);
                }
                @Override
                public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                        throws java.io.IOException, ServletException {
                    chain.doFilter(request, response);
                }
            }
            """;

    @TempDir
    Path directory;

    private Path variant(String name, UnaryOperator<String> webXml, boolean openGuard) throws IOException {
        Path war = Files.copy(Path.of(System.getProperty("sitehook.test.war")), directory.resolve(name));
        try (FileSystem zip = FileSystems.newFileSystem(war, Map.of())) {
            Path xml = zip.getPath("WEB-INF/web.xml");
            String before = Files.readString(xml);
            Files.writeString(xml, webXml.apply(before));
            if (openGuard) {
                Path guard = zip.getPath(GUARD);
                Files.createDirectories(guard.getParent());
                Files.write(guard, openGuard());
            }
        }
        return war;
    }

    private static String withoutConstraint(String webXml) {
        String without = webXml.replaceFirst(
                "(?s)<security-constraint>\\s*<display-name>Admin page</display-name>.*?</security-constraint>", "");
        assertThat(without).as("the constraint was there").isNotEqualTo(webXml);
        return without;
    }

    private byte[] openGuard() throws IOException {
        Path source = Files.createDirectories(directory.resolve("guard/io/sitehook/admin"))
                .resolve("AdminGuard.java");
        Files.writeString(source, OPEN_GUARD);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path out = Files.createDirectories(directory.resolve("guard-classes"));
        int code = compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "--release",
                "17",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                out.toString(),
                source.toString());
        assertThat(code).isZero();
        return Files.readAllBytes(out.resolve("io/sitehook/admin/AdminGuard.class"));
    }

    private WarProcess serve(Path war, String home) throws IOException {
        return WarProcess.startOther(
                war,
                directory,
                List.of(),
                "serve",
                "--port",
                "0",
                "--home",
                directory.resolve(home).toString());
    }

    @Test
    void theGuardHoldsWithoutTheConstraint() throws Exception {
        try (WarProcess server = serve(variant("no-constraint.war", AdminLayersIT::withoutConstraint, false), "one")) {
            String url = server.readyUrl();
            assertThat(AdminAccessIT.leaks(url)).isEmpty();
            assertThat(AdminAccessIT.raw(url, "GET", "/admin/api/session")).startsWith("HTTP/1.1 401");
            AdminClient admin = new AdminClient(url);
            admin.loginFirst("admin", server.oneTimePassword(), "a long phrase of my own 7");
            assertThat(admin.get("/admin/api/connections").statusCode())
                    .as("negative control")
                    .isEqualTo(200);
        }
    }

    @Test
    void theConstraintHoldsWithoutTheGuard() throws Exception {
        try (WarProcess server = serve(variant("no-guard.war", xml -> xml, true), "two")) {
            String url = server.readyUrl();
            assertThat(AdminAccessIT.leaks(url)).isEmpty();
            assertThat(AdminAccessIT.raw(url, "GET", "/admin/api/session")).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void withoutBothTheTestsWouldNoticeIt() throws Exception {
        try (WarProcess server = serve(variant("open.war", AdminLayersIT::withoutConstraint, true), "three")) {
            String url = server.readyUrl();
            assertThat(AdminAccessIT.leaks(url)).isNotEmpty();
            assertThat(AdminAccessIT.raw(url, "GET", "/admin/api/session")).startsWith("HTTP/1.1 200");
        }
    }
}
