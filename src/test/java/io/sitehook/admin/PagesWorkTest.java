package io.sitehook.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.admin.Browser.Look;
import io.sitehook.admin.PagesExtension.Pages;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What an administrator does on the pages at night. */
@InBrowser
class PagesWorkTest {

    @Test
    void aGroupOfFailuresIsReplayedByKeyboardAlone(Pages pages) {
        pages.open("status", Look.LIGHT);
        pages.browser().press("g", "f");
        pages.browser().awaitText("dead deliveries.");
        pages.browser().press("j");
        pages.browser().press(Keys.ENTER);
        pages.browser().awaitText("An event with the whole stack trace");
        pages.browser().tabTo("Replay all");
        pages.browser().press(Keys.ENTER);
        pages.browser().awaitText("Replay 4 deliveries of this cause?");
        assertThat(pages.api().changes)
                .allSatisfy(
                        change -> assertThat(change.body().getBoolean("dryRun")).isTrue());
        pages.browser().tabTo("Replay 4");
        pages.browser().press(Keys.ENTER);
        pages.browser().awaitText("4 of 4 deliveries set to run again.");
        assertThat(pages.api().changes).last().satisfies(change -> {
            assertThat(change.path()).isEqualTo("jobs");
            assertThat(change.body().getString("action")).isEqualTo("replay");
            assertThat(change.body().getJsonObject("selection").getString("cause"))
                    .isEqualTo("g-507");
            assertThat(change.body().getBoolean("dryRun")).isFalse();
        });
        pages.browser().press(Keys.ESCAPE);
        pages.browser().await("the dialog to close", "return document.querySelector('dialog') === null");
        assertThat(pages.browser().focused()).startsWith("Replay");
    }

    @Test
    void aSelectionIsDiscardedOnlyWithAReason(Pages pages) {
        pages.open("failures/g-507", Look.LIGHT);
        pages.browser().all("tbody input[type=checkbox]").get(1).click();
        pages.browser().button("Discard 1").click();
        pages.browser().awaitText("Discard 4 deliveries that you selected?");
        pages.browser().button("Discard 4").click();
        assertThat(pages.api().changes).noneMatch(change -> !change.body().getBoolean("dryRun"));
        pages.browser().all("dialog input").get(0).sendKeys("a test project");
        pages.browser().button("Discard 4").click();
        pages.browser().awaitText("4 of 4 deliveries");
        assertThat(pages.api().changes).last().satisfies(change -> {
            assertThat(change.body().getString("reason")).isEqualTo("a test project");
            assertThat(change.body().getJsonObject("selection").getJsonArray("deliveries"))
                    .hasSize(1);
        });
    }

    @Test
    void backGoesBackThroughFiltersAndPages(Pages pages) {
        pages.open("events", Look.LIGHT);
        pages.browser().press("/");
        pages.browser().press("305781", Keys.ENTER);
        pages.browser().await("the search in the address", "return location.hash === '#/events?q=305781'");
        pages.browser().awaitLoaded();
        assertThat(pages.api().reads).anyMatch(read -> read.startsWith("events?q=305781"));
        pages.browser().all("a.row-link").get(0).click();
        pages.browser().awaitText("What came in");
        pages.browser().back();
        assertThat(pages.browser().address()).endsWith("#/events?q=305781");
        assertThat(pages.browser().script("return document.querySelector('[data-search]').value"))
                .isEqualTo("305781");
        pages.browser().back();
        assertThat(pages.browser().address()).endsWith("#/events");
        assertThat(pages.browser().script("return document.querySelector('[data-search]').value"))
                .isEqualTo("");
    }

    @Test
    void aViewerSeesNoControlsOfChange(Pages pages) {
        pages.api().admin = false;
        pages.open("about", Look.LIGHT);
        for (String route : PagesLookTest.ROUTES.values()) {
            if (route.equals("password")) {
                continue;
            }
            pages.browser().go(route);
            assertThat(
                            pages.browser()
                                    .script(
                                            "return [...document.querySelectorAll('main button, main a.button')].map(e => e.innerText)"
                                                    + ".filter(t => /^(Replay|Discard|Pause|Resume|Offer|Repair|Probe|Rotate|Drop|Save|New|Deactivate|Activate|Finish|Make|Next)/.test(t))"))
                    .as(route)
                    .isEqualTo(java.util.List.of());
            assertThat(pages.browser().all("main input[type=checkbox]"))
                    .as(route)
                    .isEmpty();
        }
    }

    @Test
    void newEventsArriveAtTheTopUntilTheTailIsHeld(Pages pages) {
        pages.open("events", Look.LIGHT);
        pages.browser().awaitText("live");
        pages.api().push("event", event("fresh-1", "777001"));
        pages.browser().awaitText("777001");
        assertThat(pages.browser().script("return document.querySelector('tbody tr').innerText.includes('777001')"))
                .isEqualTo(true);
        pages.browser().press("p");
        pages.browser().awaitText("paused");
        pages.api().push("event", event("fresh-2", "777002"));
        pages.browser().press("p");
        pages.browser().awaitText("live");
        pages.browser().await("the stream", "return document.getElementById('live').classList.contains('good')");
        pages.api().push("event", event("fresh-3", "777003"));
        pages.browser().awaitText("777003");
    }

    @Test
    void theStatusChangesByItselfAndSaysWhenTheLineIsDown(Pages pages) throws IOException {
        pages.open("status", Look.LIGHT);
        pages.browser().awaitText("Something needs attention");
        pages.browser().await("the stream", "return document.getElementById('live').classList.contains('good')");
        pages.api()
                .push(
                        "status",
                        Answers.toRead("status", Answers.Kind.RICH, true)
                                .replace("\"level\":\"attention\"", "\"level\":\"trouble\""));
        pages.browser().awaitText("There is trouble");
        pages.browser().await("the title", "return document.title.startsWith('■')");
        pages.browser().screenshot("status-trouble", true);
        pages.api().live = false;
        pages.api().errors.put("status", 503);
        pages.api().breakStreams();
        pages.browser().awaitText("reconnecting");
        pages.api().errors.clear();
        pages.browser().awaitText("every 5 s");
    }

    @Test
    void anErrorIsShownWithItsWordsAndCanBeTriedAgain(Pages pages) throws IOException {
        pages.open("about", Look.DARK);
        for (String route : new String[] {
            "events", "coverage", "failures", "handlers", "connections", "subscriptions", "rejections", "audit"
        }) {
            pages.api().errors.put(route, 503);
            pages.browser().go(route);
            pages.browser().awaitText("The store does not answer");
            assertThat(pages.browser().text()).as(route).contains("It is full or slow; nothing was changed.");
            assertThat(pages.browser().violations()).as(route).isEmpty();
            pages.browser().screenshot("error-" + route, true);
            pages.api().errors.clear();
            pages.browser().button("Try again").click();
            pages.browser().awaitNoText("The store does not answer");
            assertThat(pages.browser().all("[role=alert]")).as(route).isEmpty();
        }
    }

    @Test
    void aSlowAnswerIsShownAsLoading(Pages pages) throws IOException {
        pages.open("about", Look.LIGHT);
        pages.api().hold();
        pages.browser().script("location.hash = '#/failures'");
        pages.browser().awaitText("Loading the failures");
        pages.browser().screenshot("loading", true);
        pages.api().reset();
        pages.browser().awaitLoaded();
    }

    @Test
    void anUnreadableBodyIsMendedInTheEditor(Pages pages) throws IOException {
        pages.open("events/" + Answers.UNREADABLE, Look.LIGHT);
        pages.browser().button("Repair").click();
        pages.browser().awaitText("There are curly quotes in it");
        pages.browser().screenshot("repair", true);
        assertThat(pages.browser().violations()).isEmpty();
        pages.browser().button("Make them straight").click();
        pages.browser().awaitText("This is JSON.");
        pages.browser().button("Store the repaired event").click();
        pages.browser().awaitText("The repaired body is stored as a new event.");
        assertThat(pages.api().changes).last().satisfies(change -> {
            assertThat(change.path()).isEqualTo("events/" + Answers.UNREADABLE + "/repair");
            assertThat(change.body().getString("body"))
                    .contains("\"api_key\": \"••••\"")
                    .doesNotContain("“");
        });
    }

    @Test
    void aConnectionIsSetUpInTheOrderOfTheSendersForm(Pages pages) throws IOException {
        pages.open("connections", Look.LIGHT);
        pages.browser().button("New connection").click();
        pages.browser().awaitText("1. Name");
        pages.browser().all("main input").get(0).sendKeys("acme", Keys.ENTER);
        pages.browser().awaitText("https://hooks.example.net/sitehook/webhooks/acme");
        pages.browser().screenshot("wizard-url", true);
        pages.browser().button("Next").click();
        pages.browser().awaitText("3. Secret and key");
        assertThat(pages.browser().all("main input[type=password][autocomplete=off]"))
                .hasSize(2);
        pages.browser().all("main input").get(0).sendKeys("its secret");
        pages.browser().all("main input").get(1).sendKeys("key-7");
        pages.browser().screenshot("wizard-secret", true);
        pages.browser().back();
        pages.browser().awaitText("2. URL");
        pages.browser().button("Next").click();
        pages.browser().button("Next").click();
        pages.browser().awaitText("ALL statuses On");
        pages.browser().all("main input[type=checkbox]").get(0).click();
        pages.browser().awaitText("ALL statuses Off");
        pages.browser().all("main input:not([type])").get(0).sendKeys("COMPLETE", Keys.ENTER);
        pages.browser().all("main input:not([type])").get(0).sendKeys("IN_REVIEW", Keys.ENTER);
        pages.browser().screenshot("wizard-states", true);
        assertThat(pages.browser().violations()).isEmpty();
        pages.browser().button("Next").click();
        pages.browser().awaitText("5. Finish");
        assertThat(pages.browser().text()).doesNotContain("its secret", "key-7");
        pages.api().answers.put("connections/acme", "{\"name\":\"acme\",\"lastEventAt\":null}");
        pages.browser().button("Finish").click();
        pages.browser().awaitText("“acme” is set up");
        assertThat(pages.api().changes).singleElement().satisfies(change -> {
            assertThat(change.body().getString("hmacSecret")).isEqualTo("its secret");
            assertThat(change.body().getBoolean("allStates")).isFalse();
            assertThat(change.body().getJsonArray("states").toString()).isEqualTo("[\"COMPLETE\",\"IN_REVIEW\"]");
        });
        pages.api().answers.put("connections/acme", "{\"name\":\"acme\",\"lastEventAt\":\"2026-11-25T09:00:00.000Z\"}");
        pages.browser().awaitText("The first event came");
    }

    @Test
    void theSweepIsSetUpBesideTheConnection(Pages pages) {
        pages.open("connections/northwind-solar", Look.LIGHT);
        pages.browser().awaitText("put in 3 events");
        assertThat(pages.browser().script("return document.querySelector('#watched').closest('section').innerText"))
                .asString()
                .contains("integration@northwind.example", "every 30 min", "17 events put in", "it speaks");
        String form = "document.querySelector('#fetch').closest('section').querySelector('form')";
        pages.browser()
                .script("const s = " + form + ".querySelectorAll('select')[0]; s.value = '3600';"
                        + " s.dispatchEvent(new Event('change', {bubbles: true}))");
        pages.browser().script(form + ".querySelector('input[name=restPassword]').focus()");
        pages.browser().press("new password", Keys.ENTER);
        pages.browser().awaitText("Fetching and the sweep are changed.");
        assertThat(pages.api().changes).singleElement().satisfies(change -> {
            assertThat(change.method()).isEqualTo("PUT");
            assertThat(change.body().getInt("sweepIntervalSeconds")).isEqualTo(3600);
            assertThat(change.body().getInt("silenceAlarmSeconds")).isEqualTo(86_400);
            assertThat(change.body().getString("restPassword")).isEqualTo("new password");
            assertThat(change.body().getJsonArray("sweepStates").toString()).isEqualTo("[\"ACCEPTED\",\"COMPLETE\"]");
            assertThat(change.body().keySet()).doesNotContain("apiKey", "hmacSecret", "allStates");
        });
        pages.browser().script("scrollTo(0, 0)");
        pages.browser().button("17 events put in").click();
        pages.browser()
                .await(
                        "the filter in the address",
                        "return location.hash === '#/events?connection=northwind-solar&swept=true'");
        pages.browser().awaitLoaded();
        assertThat(pages.api().reads).anyMatch(read -> read.startsWith("events?connection=northwind-solar&swept=true"));
    }

    @Test
    void anotherUrlOfTheApiAsksForBothSecretsAnew(Pages pages) {
        pages.open("connections/northwind-solar", Look.LIGHT);
        pages.browser().button("Where the API is").click();
        pages.browser().script("document.querySelector('main input[type=url]').select()");
        pages.browser().all("main input[type=url]").get(0).sendKeys("https://elsewhere.example");
        pages.browser().awaitText("it would be sent to another URL now");
        assertThat(pages.browser()
                        .script("return [...document.querySelectorAll('main input[required][type=password]')]"
                                + ".map(e => e.name)"))
                .isEqualTo(java.util.List.of("restPassword", "fetchApiKey"));
        assertThat(pages.browser().violations()).isEmpty();
    }

    @Test
    void parkedEventsAreOfferedAfterACount(Pages pages) {
        pages.open("coverage", Look.LIGHT);
        pages.browser().all("td.parked button").get(0).click();
        pages.browser().awaitText("Offer 4 events to ");
        pages.browser().button("Offer 4").click();
        pages.browser().awaitText("4 of 4 deliveries");
        assertThat(pages.api().changes)
                .hasSizeGreaterThanOrEqualTo(2)
                .last()
                .satisfies(
                        change -> assertThat(change.body().getBoolean("dryRun")).isFalse());
    }

    @Test
    void timesAreInTheViewersZoneWithUtcInTheTitle(Pages pages) {
        pages.api()
                .answers
                .put(
                        "audit",
                        "{\"items\":[{\"id\":1,\"at\":\"2026-01-02T03:04:05.678Z\",\"user\":\"u\",\"action\":\"a\",\"target\":\"t\",\"detail\":null,\"remoteAddress\":null}],\"next\":null}");
        pages.open("audit", Look.LIGHT);
        assertThat(pages.browser().script("return document.querySelector('tbody time').title"))
                .isEqualTo("2026-01-02 03:04:05.678 UTC");
    }

    @Test
    void everyListCanBeHadAsAFileWithItsFilters(Pages pages) {
        pages.open("events?project=305781&state=stored", Look.LIGHT);
        assertThat(
                        pages.browser()
                                .script(
                                        "return [...document.querySelectorAll('.downloads a')].map(a => a.getAttribute('href'))"))
                .isEqualTo(java.util.List.of(
                        "api/events?project=305781&state=stored&format=csv",
                        "api/events?project=305781&state=stored&format=json"));
    }

    @Test
    void theThemeIsRememberedAndTheSkipLinkSkips(Pages pages) {
        pages.open("about", Look.LIGHT);
        pages.browser().press(Keys.TAB);
        assertThat(pages.browser().focused()).isEqualTo("Skip to the content");
        pages.browser().press(Keys.ENTER);
        assertThat(pages.browser().script("return document.activeElement.id")).isEqualTo("main");
        assertThat(pages.browser().address()).endsWith("#/about");
        pages.browser().press("t");
        pages.browser().press("t");
        assertThat(pages.browser().script("return document.documentElement.dataset.theme"))
                .isEqualTo("dark");
        pages.open("status", Look.LIGHT);
        assertThat(pages.browser().script("return document.documentElement.dataset.theme"))
                .isEqualTo("dark");
    }

    @Test
    void whoeverIsSignedOutIsToldSo(Pages pages) {
        pages.open("about", Look.LIGHT);
        pages.api().errors.put("audit", 401);
        pages.browser().script("location.hash = '#/audit'");
        pages.browser().awaitText("You are signed out");
        assertThat(pages.browser().violations()).isEmpty();
    }

    private static String event(String id, String project) {
        return "{\"id\":\"" + id + "\",\"connection\":\"sitecapture\",\"project\":\"" + project
                + "\",\"kind\":\"status_change\","
                + "\"status\":\"Complete\",\"workflowState\":\"COMPLETE\",\"receivedAt\":\"" + java.time.Instant.now()
                + "\",\"state\":\"stored\",\"reason\":null,\"deliveries\":{\"open\":1,\"done\":0,\"dead\":0,\"superseded\":0,\"discarded\":0}}";
    }
}
