package io.sitehook.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.admin.PagesExtension.Pages;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Texts that want to be scripts stand in every field of every answer. They are shown, and nothing else happens. */
@InBrowser
class PagesHostileTest {
    private static final String WITHOUT_REPORTS = "no report of the content security policy";

    @Test
    void hostileTextInEveryFieldStaysText(Pages pages) {
        pages.api().kind = Answers.Kind.HOSTILE;
        SoftAssertions all = new SoftAssertions();
        pages.open("about", Browser.Look.LIGHT);
        for (Map.Entry<String, String> route : PagesLookTest.ROUTES.entrySet()) {
            pages.browser().go(route.getValue());
            String name = route.getKey();
            all.assertThat(pages.browser().hasDialog()).as(name).isFalse();
            all.assertThat(pages.browser().script("return window.broken === undefined"))
                    .as(name)
                    .isEqualTo(true);
            all.assertThat(
                            pages.browser()
                                    .script(
                                            "return [...document.querySelectorAll('script:not([src=\"theme.js\"]):not([src=\"app.js\"]),"
                                                    + " base, object, embed, iframe, animate, img:not([src=\"icon.svg\"]), main svg')].map(e => e.outerHTML)"))
                    .as(name + ": elements that no page has")
                    .isEqualTo(List.of());
            all.assertThat(
                            pages.browser()
                                    .script(
                                            "return [...document.querySelectorAll('*')].flatMap(e => [...e.attributes])"
                                                    + ".filter(a => a.name.startsWith('on') || a.name === 'style' && !a.ownerElement.closest('.plot')"
                                                    + " || ['href', 'src', 'action', 'formaction'].includes(a.name) && /^\\s*(javascript|data|vbscript):/i.test(a.value)"
                                                    + " && a.ownerElement.tagName !== 'LINK').map(a => a.name + '=' + a.value.slice(0, 80))"))
                    .as(name + ": attributes that no page has")
                    .isEqualTo(List.of());
            if (!List.of("wizard", "subscription-wizard", "password", "event-unreadable")
                    .contains(name)) {
                all.assertThat(pages.browser().text()).as(name).contains("alert(");
            }
        }
        all.assertAll();
        assertThat(pages.api().reports).as(WITHOUT_REPORTS).isEmpty();
    }

    @Test
    void charactersThatTurnTheWritingAreSeen(Pages pages) {
        pages.api()
                .answers
                .put(
                        "audit",
                        "{\"items\":[{\"id\":1,\"at\":null,\"user\":\"bob\\u202egpj.exe\\u2066\\u200b\","
                                + "\"action\":\"a\\u0000b\\u001b[31m\",\"target\":null,\"detail\":\"line\\nline\",\"remoteAddress\":\"\\ufeff\"}],\"next\":null}");
        pages.open("audit", Browser.Look.LIGHT);
        assertThat(pages.browser().text())
                .contains("bobU+202Egpj.exeU+2066U+200B", "aU+0000bU+001B[31m", "U+FEFF")
                .doesNotContain("\u202e", "\u2066", "\u200b", "\u001b");
        assertThat(pages.browser().script("return document.querySelector('.unseen').title"))
                .isEqualTo("right-to-left override");
    }

    @Test
    void anAnswerShapedLikeANodeOfThePageIsText(Pages pages) {
        String node =
                "{\"type\":\"img\",\"props\":{\"src\":\"x\",\"onerror\":\"window.broken=1\"},\"constructor\":null,\"__v\":1,\"key\":null,\"ref\":null}";
        pages.api()
                .answers
                .put(
                        "audit",
                        ("{\"items\":[{\"id\":1,\"at\":NODE,\"user\":NODE,\"action\":NODE,\"target\":NODE,"
                                        + "\"detail\":NODE,\"remoteAddress\":NODE}],\"next\":null}")
                                .replace("NODE", node));
        pages.open("audit", Browser.Look.LIGHT);
        assertThat(pages.browser().all("main img")).isEmpty();
        assertThat(pages.browser().text()).contains("\"type\":\"img\"");
    }

    @Test
    void aLongTextIsCutAndShownWholeOnRequest(Pages pages) {
        pages.api()
                .answers
                .put(
                        "audit",
                        "{\"items\":[{\"id\":1,\"at\":null,\"user\":\"u\",\"action\":\"a\",\"target\":\"t\",\"detail\":\""
                                + "y".repeat(65_536) + "\",\"remoteAddress\":null}],\"next\":null}");
        pages.open("audit", Browser.Look.LIGHT);
        assertThat(pages.browser().text()).doesNotContain("y".repeat(200));
        pages.browser().button("65,376 more").click();
        assertThat(pages.browser().text()).contains("y".repeat(65_536));
    }
}
