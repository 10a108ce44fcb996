package io.sitehook.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoAlertPresentException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real headless Chromium, and what the tests of the pages do with it. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private final ChromeDriver driver;
    private final Path profile;
    private final String axe;

    /** How a page is looked at. */
    enum Look {
        LIGHT("light", 1360, 850),
        DARK("dark", 1360, 850),
        PHONE("light", 390, 844);

        final String scheme;
        final int width;
        final int height;

        Look(String scheme, int width, int height) {
            this.scheme = scheme;
            this.width = width;
            this.height = height;
        }
    }

    Browser() throws IOException {
        assertThat(Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER))
                .as(
                        "The pages are tested in a real Chromium, and %s or %s is missing. Install both, on Debian by"
                                + " `apt-get install -y chromium chromium-driver`, and run the tests again.",
                        CHROMIUM, DRIVER)
                .isTrue();
        profile = Files.createTempDirectory("sitehook-chromium");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--disable-extensions",
                "--no-first-run",
                "--hide-scrollbars",
                "--disable-background-networking",
                "--force-color-profile=srgb",
                "--user-data-dir=" + profile);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .usingAnyFreePort()
                        .withLogOutput(OutputStreams.NOWHERE)
                        .build(),
                options);
        try (InputStream in = Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"), "axe.min.js")) {
            axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Files.createDirectories(SCREENSHOTS);
    }

    /** Opens a page anew, in this look, and waits until it has loaded what it shows. */
    void open(String url, Look look) {
        look(look);
        driver.get("about:blank");
        driver.get(url);
        awaitLoaded();
    }

    /** Leaves the page, and forgets what it kept. */
    void leave() {
        if (driver.getCurrentUrl().startsWith("http")) {
            driver.executeScript("localStorage.clear()");
        }
        driver.get("about:blank");
    }

    /** Goes to another route of the same page, as a link does. */
    void go(String route) {
        driver.executeScript("location.hash = '#/' + arguments[0]", route);
        awaitLoaded();
    }

    void look(Look look) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", look.width, "height", look.height, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", look.scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    void awaitLoaded() {
        await(
                "the page to load",
                "const main = document.querySelector('main'); const path = location.hash.slice(1).split('?')[0];"
                        + " return main?.querySelector('h1') && main.dataset.path === path && document.querySelector('.skeleton') === null"
                        + " && document.querySelector('[aria-busy=true]') === null"
                        + " && (document.querySelector('.plot') === null || document.querySelector('.plot canvas') !== null)");
    }

    /** Waits for a script to answer true. */
    void await(String what, String script, Object... arguments) {
        new WebDriverWait(driver, LONGEST, Duration.ofMillis(40))
                .withMessage(() -> what + "; the page says: " + text())
                .until(ignored -> Boolean.TRUE.equals(driver.executeScript(script, arguments)));
    }

    void awaitText(String text) {
        await("the text “" + text + "”", "return document.body.innerText.includes(arguments[0])", text);
    }

    void awaitNoText(String text) {
        await("“" + text + "” to go", "return !document.body.innerText.includes(arguments[0])", text);
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    String text() {
        return String.valueOf(driver.executeScript("return document.body.innerText"));
    }

    String address() {
        return driver.getCurrentUrl();
    }

    void back() {
        driver.navigate().back();
        awaitLoaded();
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** The button or link with this text that can be seen, waited for. */
    WebElement button(String text) {
        String path =
                "//*[self::button or self::a or self::summary][starts-with(normalize-space(.), \"" + text + "\")]";
        return new WebDriverWait(driver, LONGEST, Duration.ofMillis(40))
                .ignoring(StaleElementReferenceException.class)
                .withMessage(() -> "no button “" + text + "”; the page says: " + text())
                .until(ignored -> driver.findElements(By.xpath(path)).stream()
                        .filter(element -> element.isDisplayed() && element.isEnabled())
                        .reduce((one, other) -> other)
                        .orElse(null));
    }

    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Tab by tab until the focus is on what has this text, as those go who use no mouse. */
    void tabTo(String text) {
        for (int i = 0; i < 120; i++) {
            press(Keys.TAB);
            if (focused().startsWith(text)) {
                return;
            }
        }
        throw new AssertionError("Tab never came to “" + text + "”; the page says: " + text());
    }

    String focused() {
        return String.valueOf(
                driver.executeScript(
                        "const e = document.activeElement; return (e.getAttribute('aria-label') ?? e.innerText ?? e.name ?? '').trim()"));
    }

    /** Violations of WCAG 2.2 A and AA, as axe tells them; empty where there is none. */
    @SuppressWarnings("unchecked")
    List<String> violations() {
        driver.executeScript("if (!window.axe) {" + axe + "}");
        return (List<String>) driver.executeAsyncScript("const done = arguments[arguments.length - 1];"
                + "axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
                + ".then(r => done(r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + v.help + ': '"
                + " + n.html.slice(0, 200) + ' ' + (n.any[0]?.message ?? '')))), e => done([String(e)]));");
    }

    /** The page as a PNG under target/screenshots; whole, or what the window shows of it. */
    void screenshot(String name, boolean whole) throws IOException {
        Map<String, Object> shot = driver.executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", whole));
        Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode((String) shot.get("data")));
    }

    boolean hasDialog() {
        try {
            driver.switchTo().alert();
            return true;
        } catch (NoAlertPresentException e) {
            return false;
        }
    }

    /** Errors of scripts and of the policy that the console has seen since the last call. */
    List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= 1000)
                .map(entry -> entry.getMessage())
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
        try (var files = Files.walk(profile)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // It lies in the temporary directory.
        }
    }

    private static final class OutputStreams {
        static final java.io.OutputStream NOWHERE = java.io.OutputStream.nullOutputStream();
    }
}
