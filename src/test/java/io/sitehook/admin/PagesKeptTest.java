package io.sitehook.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.admin.Browser.Look;
import io.sitehook.admin.PagesExtension.Pages;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;

/** How long things are kept, as the pages say it, and where an administrator sets it. */
@InBrowser
class PagesKeptTest {
    private static final String CONNECTION = "connections/northwind-solar";
    private static final String EVENT = "events/" + Answers.EVENT;

    private static String card(Pages pages, String id) {
        return String.valueOf(
                pages.browser().script("return document.querySelector('#" + id + "').closest('section').innerText"));
    }

    @Test
    void aConnectionShowsWhatHoldsAndWhatOfItIsItsOwn(Pages pages) {
        pages.open(CONNECTION, Look.LIGHT);
        assertThat(card(pages, "kept").lines().toList().toString().replaceAll("\\s+", " "))
                .contains("Finished events, 7 d,")
                .contains("Dead letters, for ever – the general setting")
                .contains("Parked events, 90 d – the general setting")
                .contains("At most, about 1,000,000 events – the general setting");
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void howLongEventsAreKeptIsAskedInADialogThatSaysWhatItDoes(Look look, Pages pages) throws IOException {
        pages.open(CONNECTION, look);
        pages.browser().script("document.querySelector('#kept').scrollIntoView()");
        pages.browser()
                .script("document.querySelector('#kept').closest('section').querySelector('header button').click()");
        pages.browser().awaitText("does not come back");
        pages.browser().screenshot("keep-" + look.name().toLowerCase(java.util.Locale.ROOT), false);
        assertThat(pages.browser().violations()).isEmpty();
        pages.browser()
                .all("dialog input[name=retentionFinished]")
                .get(0)
                .sendKeys(Keys.chord(Keys.CONTROL, "a"), "14d");
        pages.browser().all("dialog input[name=retentionCount]").get(0).sendKeys("5000");
        pages.api().errors.put(CONNECTION, 503);
        pages.browser().all("dialog button[type=submit]").get(0).click();
        pages.browser().awaitText("The store does not answer");
        pages.api().errors.clear();
        pages.browser().all("dialog button[type=submit]").get(0).click();
        pages.browser().awaitText("How long events are kept is changed.");
        assertThat(pages.api().changes).singleElement().satisfies(change -> {
            assertThat(change.method()).isEqualTo("PUT");
            assertThat(change.body())
                    .isEqualTo(Json.createObjectBuilder()
                            .add("retentionFinished", "14d")
                            .add("retentionDead", "")
                            .add("retentionParked", "")
                            .add("retentionCount", "5000")
                            .build());
        });
    }

    @Test
    void aConnectionOfTheSettingsFileIsShownAndNotChanged(Pages pages) {
        String ofTheFile = String.valueOf(Answers.toRead(CONNECTION, Answers.Kind.RICH, true))
                .replace("\"editable\":true", "\"editable\":false");
        pages.api().answers.put(CONNECTION, ofTheFile);
        pages.open(CONNECTION, Look.LIGHT);
        assertThat(card(pages, "kept")).contains("7 d").doesNotContain("Change");
    }

    private static String kept(Pages pages, String state, String as, @Nullable Duration left, int most) {
        JsonObject event = Json.createReader(
                        new java.io.StringReader(String.valueOf(Answers.toRead(EVENT, Answers.Kind.RICH, true))))
                .readObject();
        var changed = Json.createObjectBuilder(event)
                .add("state", state)
                .add("keptAs", as)
                .add("keptMost", most);
        if (left == null) {
            changed.addNull("keptUntil");
        } else {
            changed.add("keptUntil", Instant.now().plus(left).toString());
        }
        pages.api().answers.put(EVENT, changed.build().toString());
        pages.open(EVENT, Look.LIGHT);
        return String.valueOf(pages.browser()
                        .script("return [...document.querySelectorAll('dt')].find(e => e.innerText === 'Kept')"
                                + ".nextElementSibling.innerText"))
                .replaceAll("\\s+", " ");
    }

    @Test
    void anEventSaysHowLongThereIsTime(Pages pages) {
        Duration fiveDays = Duration.ofDays(5).plusMinutes(30);
        assertThat(kept(pages, "routed", "open", null, 0))
                .isEqualTo("as long as it is on its way The time counts from the end of its last delivery.");
        assertThat(kept(pages, "routed", "dead", null, 0))
                .contains("for ever", "until somebody replays or discards it");
        assertThat(kept(pages, "unreadable", "dead", null, 0)).contains("for ever", "until somebody repairs it");
        assertThat(kept(pages, "parked", "parked", null, 0)).contains("for ever", "waits for one");
        assertThat(kept(pages, "routed", "finished", null, 0)).isEqualTo("for ever");
        assertThat(kept(pages, "routed", "finished", fiveDays, 1_000))
                .startsWith("until ")
                .contains("(in 5 d)", "Sooner if its connection has more than 1,000 events.");
        assertThat(kept(pages, "routed", "dead", fiveDays, 1_000))
                .contains("(in 5 d)", "nobody can replay it after that")
                .doesNotContain("soon", "1,000");
        assertThat(kept(pages, "parked", "parked", Duration.ofHours(5).plusSeconds(30), 0))
                .startsWith("▲ goes soon until")
                .contains("(in 5 h)", "can still have it");
        assertThat(kept(pages, "routed", "finished", Duration.ofMinutes(-3), 0))
                .contains("its time was over 3 min ago: it goes within minutes");
    }
}
