package io.sitehook.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.admin.Browser.Look;
import io.sitehook.admin.PagesExtension.Pages;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every page in light, in dark and on a phone: readable for all, nothing wider than the screen, and a picture of it. */
@InBrowser
class PagesLookTest {
    static final Map<String, String> ROUTES = new LinkedHashMap<>();

    static {
        ROUTES.put("status", "status");
        ROUTES.put("coverage", "coverage");
        ROUTES.put("events", "events");
        ROUTES.put("event", "events/" + Answers.EVENT);
        ROUTES.put("event-unreadable", "events/" + Answers.UNREADABLE);
        ROUTES.put("failures", "failures");
        ROUTES.put("failure", "failures/g-507");
        ROUTES.put("handlers", "handlers");
        ROUTES.put("connections", "connections");
        ROUTES.put("connection", "connections/northwind-solar");
        ROUTES.put("connection-silent", "connections/test-portal");
        ROUTES.put("wizard", "connections/new");
        ROUTES.put("subscriptions", "subscriptions");
        ROUTES.put("subscription", "subscriptions/erp");
        ROUTES.put("subscription-resting", "subscriptions/partner-portal");
        ROUTES.put("subscription-gone", "subscriptions/legacy-crm");
        ROUTES.put("subscription-wizard", "subscriptions/new");
        ROUTES.put("rejections", "rejections");
        ROUTES.put("audit", "audit");
        ROUTES.put("about", "about");
        ROUTES.put("password", "password");
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void everyPageIsAccessibleAndFitsTheScreen(Look look, Pages pages) throws IOException {
        SoftAssertions all = new SoftAssertions();
        pages.open("about", look);
        for (Map.Entry<String, String> route : ROUTES.entrySet()) {
            pages.browser().go(route.getValue());
            String name = route.getKey() + "-" + look.name().toLowerCase(java.util.Locale.ROOT);
            pages.browser().screenshot(name, true);
            all.assertThat(pages.browser().violations()).as(name).isEmpty();
            all.assertThat(pages.browser().script("return document.documentElement.scrollWidth <= innerWidth"))
                    .as(name + " is not wider than the screen")
                    .isEqualTo(true);
            all.assertThat(pages.browser().complaints()).as(name).isEmpty();
        }
        all.assertAll();
        assertThat(pages.api().reports).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void everyPageWithoutDataSaysSoAndIsAccessible(Look look, Pages pages) throws IOException {
        SoftAssertions all = new SoftAssertions();
        pages.api().kind = Answers.Kind.EMPTY;
        pages.open("about", look);
        for (String name : new String[] {
            "status",
            "coverage",
            "events",
            "failures",
            "handlers",
            "connections",
            "subscriptions",
            "rejections",
            "audit"
        }) {
            pages.browser().go(ROUTES.get(name));
            pages.browser().screenshot("empty-" + name + "-" + look.name().toLowerCase(java.util.Locale.ROOT), true);
            all.assertThat(pages.browser().all(".empty-title")).as(name).isNotEmpty();
            all.assertThat(pages.browser().violations()).as(name).isEmpty();
        }
        all.assertAll();
    }

    @Test
    void dialogsAreAccessibleInBothThemes(Pages pages) throws IOException {
        for (Look look : Look.values()) {
            String suffix = "-" + look.name().toLowerCase(java.util.Locale.ROOT);
            pages.open("failures/g-507", look);
            pages.browser().button("Replay all").click();
            pages.browser().awaitText("Replay 4 deliveries of this cause?");
            pages.browser().screenshot("dialog-replay" + suffix, false);
            assertThat(pages.browser().violations()).isEmpty();
            pages.open("status", look);
            pages.browser().button("Probe").click();
            pages.browser().button("Send the probe").click();
            pages.browser().awaitText("It went the whole way.");
            pages.browser().screenshot("dialog-probe" + suffix, false);
            assertThat(pages.browser().violations()).isEmpty();
            pages.open("subscriptions/erp", look);
            pages.browser().button("Rotate").click();
            pages.browser().awaitText("A new secret is made and shown once.");
            pages.browser().screenshot("dialog-rotate" + suffix, false);
            assertThat(pages.browser().violations()).isEmpty();
            pages.browser().all("dialog input").get(0).sendKeys("my password");
            pages.browser().button("Make a new one").click();
            pages.browser().awaitText(Answers.MADE_SECRET);
            pages.browser().screenshot("dialog-secret" + suffix, false);
            assertThat(pages.browser().violations()).isEmpty();
            pages.open("status", look);
            pages.browser().press("?");
            pages.browser().awaitText("next row");
            pages.browser().screenshot("dialog-keys" + suffix, false);
            assertThat(pages.browser().violations()).isEmpty();
        }
    }
}
