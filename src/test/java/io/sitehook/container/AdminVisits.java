package io.sitehook.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.standalone.AdminClient;
import java.net.http.HttpResponse;
import java.util.List;

/** Users of the container at the admin page; who they are stands in src/test/tomcat and src/test/wildfly. */
final class AdminVisits {
    private static final String PHRASE = "a phrase for the tests, ";

    private final String url;

    AdminVisits(String url) {
        this.url = url;
    }

    void nobodyGetsInWithoutALogin() throws Exception {
        AdminClient nobody = new AdminClient(url);
        for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "FOO")) {
            for (String path : List.of("/admin/", "/admin/api/session", "/admin/api/connections")) {
                assertThat(nobody.send(method, path, "").statusCode())
                        .as("%s %s", method, path)
                        .isEqualTo(401);
            }
        }
        HttpResponse<String> api = nobody.get("/admin/api/session");
        assertThat(api.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(api.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(api.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(nobody.get("/admin/").body()).contains("<form method=\"post\"", "comes without users");
        for (String path : List.of("/admin/j_security_check", "/j_security_check")) {
            HttpResponse<String> answer = nobody.send(
                    "POST",
                    path,
                    "j_username=ann&j_password=a+phrase+for+the+tests%2C+ann",
                    "Content-Type",
                    "application/x-www-form-urlencoded");
            assertThat(answer.statusCode()).as(path).isIn(401, 404, 405);
            assertThat(nobody.get("/admin/api/session").statusCode()).isEqualTo(401);
        }
        assertThat(nobody.get("/health/live").statusCode())
                .as("what is outside stays outside")
                .isEqualTo(200);
    }

    void anAdministratorMayChangeThings() throws Exception {
        AdminClient ann = new AdminClient(url);
        HttpResponse<String> login = ann.login("ann", PHRASE + "ann");
        assertThat(login.statusCode()).isEqualTo(303);
        assertThat(login.headers().firstValue("Location")).hasValue("/sitehook/admin/");
        assertThat(login.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie).contains("JSESSIONID=", "HttpOnly", "SameSite=Strict"));
        ann.readToken();
        String made = "{\"name\":\"made\",\"hmacSecret\":\"only the tests know this one\"}";
        assertThat(ann.send("POST", "/admin/api/connections", made, "Content-Type", "application/json")
                        .statusCode())
                .as("without the token")
                .isEqualTo(403);
        assertThat(ann.change("POST", "/admin/api/connections", made).statusCode())
                .isIn(201, 409);
        String cookie = ann.cookie;
        assertThat(ann.change("POST", "/admin/api/session/logout", "").statusCode())
                .isEqualTo(204);
        AdminClient late = new AdminClient(url);
        late.cookie = cookie;
        assertThat(late.get("/admin/api/session").statusCode()).isEqualTo(401);
    }

    void aViewerMayLookAndAnotherMayNot() throws Exception {
        AdminClient vera = new AdminClient(url);
        assertThat(vera.login("vera", PHRASE + "vera").statusCode()).isEqualTo(303);
        vera.readToken();
        assertThat(vera.get("/admin/api/connections").statusCode()).isEqualTo(200);
        assertThat(vera.change("POST", "/admin/api/connections/made/pause", "{}")
                        .statusCode())
                .isEqualTo(403);
        AdminClient bob = new AdminClient(url);
        HttpResponse<String> login = bob.login("bob", PHRASE + "bob");
        assertThat(login.statusCode()).isEqualTo(403);
        assertThat(login.body()).contains("no role here");
        assertThat(bob.get("/admin/api/session").statusCode()).isEqualTo(401);
    }

    void guessingIsStopped() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(new AdminClient(url).login("ann", "guess " + i).statusCode())
                    .isEqualTo(401);
        }
        assertThat(new AdminClient(url).login("ann", PHRASE + "ann").statusCode())
                .as("locked out")
                .isEqualTo(401);
    }
}
