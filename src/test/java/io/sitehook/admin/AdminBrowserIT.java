package io.sitehook.admin;

import static io.sitehook.standalone.ServedHome.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.admin.Browser.Look;
import io.sitehook.handle.HandlerJars;
import io.sitehook.standalone.WarProcess;
import io.sitehook.verify.Signer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/** The pages on the WAR as it was built, through its login: from the first password to a repaired failure. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdminBrowserIT {
    private static final String SECRET = "typed into the wizard by the test";
    private static final String PASSWORD = "a long phrase of my own 7";

    @TempDir
    static Path directory;

    private static WarProcess server;
    private static String url;
    private static Browser browser;
    private static Path repaired;

    @BeforeAll
    static void serve() throws Exception {
        Path home = Files.createDirectories(directory.resolve("home"));
        repaired = directory.resolve("repaired");
        Path made = HandlerJars.jar(directory.resolve("made/archive.jar"))
                .handler(
                        "com.acme.Archive",
                        "archive-photos",
                        "if (!java.nio.file.Files.exists(java.nio.file.Path.of(\"" + repaired
                                + "\"))) throw new java.io.IOException(\"the archive is full\");"
                                + " return Outcome.done(\"in the archive\");")
                .build();
        Files.createDirectories(home.resolve("handlers"));
        Files.move(made, home.resolve("handlers/archive.jar"));
        Files.writeString(home.resolve("sitehook.properties"), "sitehook.handler.archive-photos.delivery.attempts=1\n");
        server = WarProcess.start(directory, "serve", "--port", "0", "--home", home.toString());
        url = server.readyUrl();
        browser = new Browser();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        server.close();
    }

    private static void type(String css, String text) {
        WebElement field = browser.all(css).get(0);
        field.clear();
        field.sendKeys(text);
    }

    private static int post(String project) throws Exception {
        byte[] bytes = body(project, "COMPLETE").getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/webhooks/from-the-page"))
                .header("x-hmac-hash", new Signer(SECRET.getBytes(StandardCharsets.UTF_8)).hex(bytes))
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    @Order(1)
    void theOneTimePasswordIsChangedAtTheFirstLogin() throws Exception {
        browser.look(Look.LIGHT);
        browser.script("location.href = arguments[0]", url + "/admin/");
        browser.await("the login page", "return document.querySelector('#user') !== null");
        type("#user", "admin");
        type("#password", server.oneTimePassword());
        browser.button("Log in").click();
        browser.await("the change of the password", "return document.querySelector('#next') !== null");
        type("#current", server.oneTimePassword());
        type("#next", PASSWORD);
        type("#again", PASSWORD);
        browser.button("Change password").click();
        browser.awaitText("Connections");
        browser.awaitLoaded();
        assertThat(browser.violations()).isEmpty();
        browser.screenshot("war-status", true);
    }

    @Test
    @Order(2)
    void theWizardLeadsToTheFirstEvent() throws Exception {
        browser.go("connections/new");
        type("form.wizard input", "from-the-page");
        browser.button("Next").click();
        browser.awaitText("/webhooks/from-the-page");
        browser.button("Next").click();
        browser.await("the secret", "return document.querySelector('input[name=hmacSecret]') !== null");
        type("input[name=hmacSecret]", SECRET);
        browser.button("Next").click();
        browser.awaitText("4. Statuses");
        browser.button("Next").click();
        browser.awaitText("5. Finish");
        browser.button("Finish").click();
        browser.awaitText("“from-the-page” is set up");
        assertThat(post("first")).isEqualTo(200);
        browser.awaitText("it works");
        assertThat(browser.violations()).isEmpty();
        browser.screenshot("war-wizard", true);
    }

    @Test
    @Order(3)
    void theListShowsWhatComesInWhileOneLooks() throws Exception {
        browser.go("events");
        browser.awaitText("first");
        assertThat(post("second")).isEqualTo(200);
        browser.awaitText("second");
    }

    @Test
    @Order(4)
    void aGroupOfFailuresIsRepairedAndReplayed() throws Exception {
        browser.go("failures");
        browser.awaitText("java.io.IOException");
        browser.button("java.io.IOException").click();
        browser.awaitText("An event with the whole stack trace");
        Files.createFile(repaired);
        browser.button("Replay all").click();
        browser.awaitText("Replay 2 deliveries of this cause?");
        browser.button("Replay 2").click();
        browser.awaitText("2 of 2 deliveries set to run again.");
        browser.go("events");
        browser.awaitText("second");
        browser.all("a.row-link").get(0).click();
        browser.awaitText("in the archive");
        browser.awaitText("replayed by admin");
        assertThat(browser.violations()).isEmpty();
        browser.screenshot("war-event", true);
    }

    @Test
    @Order(5)
    void theProbeGoesTheWholeWay() {
        browser.go("status");
        browser.button("Probe").click();
        browser.await("the dialog", "return document.querySelector('dialog') !== null");
        browser.button("Send").click();
        browser.awaitText("It went the whole way.");
        browser.press(org.openqa.selenium.Keys.ESCAPE);
    }

    @Test
    @Order(6)
    void nothingWasRefusedByThePolicyAndTheAuditNamesEachStep() {
        browser.go("audit");
        browser.awaitText("from-the-page");
        assertThat(browser.text()).contains("admin");
        // The console counts the login page itself, which is answered 401.
        assertThat(browser.complaints()).allMatch(line -> line.contains("the server responded with a status of 401"));
    }
}
