package io.sitehook.admin;

import static io.sitehook.standalone.ServedHome.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.admin.Browser.Look;
import io.sitehook.handle.HandlerJars;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/**
 * What an administrator does in a real browser, from the login to a repaired failure, on the WAR as it was built. Who
 * serves it, and how one logs in there, is for each test to say.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("wide")
public abstract class AdminJourney {
    private static final String SECRET = "typed into the wizard by the test";

    @TempDir
    protected static Path directory;

    private final String server;
    private String url = "";
    private Browser browser;
    private Path repaired;

    /** @param server its name in the names of the screenshots */
    protected AdminJourney(String server) {
        this.server = server;
    }

    /** Where the home is to be. */
    protected abstract Path home();

    /**
     * Starts the server on the home, which has its settings and its handler jar by then.
     *
     * @return the URL of the web application
     */
    protected abstract String serve() throws Exception;

    /** Logs in; the browser shows the login page. */
    protected abstract void logIn() throws Exception;

    /** Ends the server. */
    protected abstract void end() throws Exception;

    @BeforeAll
    void start() throws Exception {
        Path home = Files.createDirectories(home());
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
        url = serve();
        browser = new Browser();
    }

    @AfterAll
    void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        end();
    }

    /** Types into the first field that fits. */
    protected final void type(String css, String text) {
        WebElement field = browser.all(css).get(0);
        field.clear();
        field.sendKeys(text);
    }

    /** Presses the button with this text. */
    protected final void press(String text) {
        browser.button(text).click();
    }

    /** Waits until there is an element that fits. */
    protected final void awaitElement(String css) {
        browser.await(css, "return document.querySelector(arguments[0]) !== null", css);
    }

    private int post(String project) throws Exception {
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
    void theLoginLeadsToTheStatusPage() throws Exception {
        browser.look(Look.LIGHT);
        browser.script("location.href = arguments[0]", url + "/admin/");
        awaitElement("#user");
        logIn();
        browser.awaitText("Connections");
        browser.awaitLoaded();
        assertThat(browser.violations()).isEmpty();
        browser.screenshot(server + "-status", true);
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
        browser.screenshot(server + "-wizard", true);
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
        browser.awaitText("replayed by ");
        assertThat(browser.violations()).isEmpty();
        browser.screenshot(server + "-event", true);
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
        // The console counts the login page itself, which is answered 401.
        assertThat(browser.complaints()).allMatch(line -> line.contains("the server responded with a status of 401"));
    }
}
