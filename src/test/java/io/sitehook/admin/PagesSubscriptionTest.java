package io.sitehook.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.admin.Browser.Look;
import io.sitehook.admin.FakeAdminApi.Change;
import io.sitehook.admin.PagesExtension.Pages;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What an administrator does with subscriptions. */
@InBrowser
class PagesSubscriptionTest {
    private static final String PASSWORD = "the admin's own password";

    @Test
    void aSubscriptionIsSetUpInTheOrderOfTheSendersForm(Pages pages) throws IOException {
        pages.open("status", Look.LIGHT);
        pages.browser().press("g", "u");
        pages.browser().button("New subscription").click();
        pages.browser().awaitText("1. Webhook URL");
        pages.browser().all("main input").get(0).sendKeys("warehouse");
        pages.browser().all("main input").get(1).sendKeys("https://wh.example/hook", Keys.ENTER);
        pages.browser().awaitText("ALL statuses On");
        assertThat(pages.browser().text()).contains("those without a workflow state included");
        pages.browser().all("main input[type=checkbox]").get(0).click();
        pages.browser().awaitText("ALL statuses Off");
        pages.browser().all("main input:not([type])").get(0).sendKeys("COMPLETE", Keys.ENTER);
        pages.browser().button("Add IN_REVIEW").click();
        pages.browser().screenshot("subscription-wizard-states", true);
        assertThat(pages.browser().violations()).isEmpty();
        pages.browser().button("Next").click();
        pages.browser().awaitText("3. API key");
        pages.browser().all("main input").get(0).sendKeys("key-7");
        pages.browser().back();
        pages.browser().awaitText("2. Statuses");
        pages.browser().button("Next").click();
        pages.browser().awaitText("3. API key");
        pages.browser().screenshot("subscription-wizard-key", true);
        pages.browser().button("Next").click();
        pages.browser().awaitText("4. Finish");
        assertThat(pages.browser().text()).doesNotContain("key-7");
        pages.browser().button("Finish").click();
        assertThat(pages.api().changes)
                .as("the browser wants the password first")
                .isEmpty();
        pages.browser().all("main input[type=password]").get(0).sendKeys(PASSWORD);
        pages.browser().screenshot("subscription-wizard-finish", true);
        pages.browser().button("Finish").click();
        pages.browser().awaitText(Answers.MADE_SECRET);
        pages.browser().screenshot("subscription-wizard-secret", true);
        assertThat(pages.browser().violations()).isEmpty();
        assertThat(pages.api().changes).singleElement().satisfies(change -> {
            assertThat(change.path()).isEqualTo("subscriptions");
            assertThat(change.body().getString("name")).isEqualTo("warehouse");
            assertThat(change.body().getString("url")).isEqualTo("https://wh.example/hook");
            assertThat(change.body().getBoolean("allStates")).isFalse();
            assertThat(change.body().getJsonArray("states").toString()).isEqualTo("[\"COMPLETE\",\"IN_REVIEW\"]");
            assertThat(change.body().getString("apiKey")).isEqualTo("key-7");
            assertThat(change.body().getString("password")).isEqualTo(PASSWORD);
        });
        pages.browser().back();
        pages.browser().awaitLoaded();
        assertThat(pages.browser().script("return document.documentElement.innerHTML.includes(arguments[0])", PASSWORD))
                .isEqualTo(false);
    }

    @Test
    void whatTheServerRefusesIsShownAndNothingTypedIsLost(Pages pages) {
        pages.open("subscriptions/new", Look.LIGHT);
        pages.browser().all("main input").get(0).sendKeys("erp");
        pages.browser().all("main input").get(1).sendKeys("https://erp.example/", Keys.ENTER);
        pages.browser().awaitText("2. Statuses");
        pages.browser().button("Next").click();
        pages.browser().button("Next").click();
        pages.browser().awaitText("4. Finish");
        pages.browser().all("main input[type=password]").get(0).sendKeys(PASSWORD);
        pages.api().errors.put("subscriptions", 409);
        pages.browser().button("Finish").click();
        pages.browser().awaitText("It is full or slow; nothing was changed.");
        assertThat(pages.browser().violations()).isEmpty();
        pages.api().errors.clear();
        pages.browser().button("Back").click();
        pages.browser().button("Back").click();
        pages.browser().button("Back").click();
        pages.browser().awaitText("1. Webhook URL");
        assertThat(pages.browser().script("return document.querySelector('main input[type=url]').value"))
                .isEqualTo("https://erp.example/");
    }

    @Test
    void aWrongPasswordSignsOutAndSaysWhy(Pages pages) {
        pages.open("subscriptions/erp", Look.LIGHT);
        pages.browser().button("Rotate").click();
        pages.browser().all("dialog input").get(0).sendKeys("wrong");
        pages.api().errors.put("subscriptions/erp/rotate", 401);
        pages.browser().button("Make a new one").click();
        pages.browser().awaitText("You are signed out");
        assertThat(pages.browser().text()).contains("It is full or slow; nothing was changed.", "was not done");
        assertThat(pages.browser().violations()).isEmpty();
    }

    @Test
    void theSecretIsRotatedAndShownOnce(Pages pages) {
        pages.open("subscriptions/erp", Look.LIGHT);
        pages.browser().tabTo("Rotate");
        pages.browser().press(Keys.ENTER);
        pages.browser().awaitText("A new secret is made and shown once.");
        pages.browser().press(Keys.TAB, PASSWORD, Keys.ENTER);
        pages.browser().awaitText(Answers.MADE_SECRET);
        assertThat(pages.api().changes).last().satisfies(change -> {
            assertThat(change.path()).isEqualTo("subscriptions/erp/rotate");
            assertThat(change.body().getString("password")).isEqualTo(PASSWORD);
        });
        pages.browser().button("I have copied it").click();
        pages.browser().awaitNoText(Answers.MADE_SECRET);
        pages.browser().button("Drop the previous").click();
        pages.browser().awaitText("knows only the previous one");
        pages.browser().all("dialog button.danger").get(0).click();
        pages.browser().awaitText("The previous secret is gone.");
        assertThat(pages.api().changes).last().extracting(Change::path).isEqualTo("subscriptions/erp/drop-previous");
    }

    @Test
    void itIsReconfiguredPausedAndDeactivated(Pages pages) {
        pages.open("subscriptions/erp", Look.LIGHT);
        pages.browser().script("document.querySelector('main input[type=url]').select()");
        pages.browser().all("main input[type=url]").get(0).sendKeys("https://new.example/in");
        pages.browser().awaitText("Send no API key any more");
        pages.browser().all("main form input[type=password]").get(1).sendKeys(PASSWORD);
        pages.browser().button("Save").click();
        pages.browser().awaitText("The subscription is changed.");
        assertThat(pages.api().changes).last().satisfies(change -> {
            assertThat(change.method()).isEqualTo("PUT");
            assertThat(change.body().getString("url")).isEqualTo("https://new.example/in");
            assertThat(change.body().getString("password")).isEqualTo(PASSWORD);
            assertThat(change.body().containsKey("apiKey")).isFalse();
        });
        pages.browser().script("scrollTo(0, 0)");
        pages.browser().button("Pause").click();
        pages.browser().awaitText("nothing is sent until it is resumed");
        pages.browser().all("dialog button.primary").get(0).click();
        pages.browser().awaitText("Paused.");
        assertThat(pages.api().changes).last().extracting(Change::path).isEqualTo("subscriptions/erp/pause");
        pages.browser().button("Deactivate").click();
        pages.browser().all("dialog button.danger").get(0).click();
        pages.browser().awaitText("Deactivated.");
        assertThat(pages.api().changes).last().extracting(Change::path).isEqualTo("subscriptions/erp/deactivate");
    }

    @Test
    void oneOfTheSettingsFileCanOnlyBeTriedAgain(Pages pages) {
        pages.open("subscriptions/legacy-crm", Look.LIGHT);
        pages.browser().awaitText("The target wants no more");
        assertThat(pages.browser().script("return [...document.querySelectorAll('main button')].map(e => e.innerText)"))
                .isEqualTo(java.util.List.of("Activate …"));
        pages.browser().button("Activate").click();
        pages.browser().all("dialog button.primary").get(0).click();
        pages.browser().awaitText("Activated.");
        assertThat(pages.api().changes).last().extracting(Change::path).isEqualTo("subscriptions/legacy-crm/activate");
    }
}
