package io.sitehook.verify;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a body may have been before something on the way changed it. Works on bytes as ISO-8859-1 text, so that what is not
 * meant to change does not.
 */
final class BodyVariants {
    private static final String BOM = "\u00EF\u00BB\u00BF";

    private BodyVariants() {}

    /** A body that may have been signed, and what would have happened to it. */
    record Variant(byte[] bytes, String words) {}

    static List<Variant> of(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        List<Variant> variants = new ArrayList<>();
        add(variants, text, withoutNewlines(text), "a newline was added at the end of the body");
        add(variants, text, text + "\n", "a newline at the end of the body was removed");
        add(variants, text, text + "\r\n", "a newline (CR LF) at the end of the body was removed");
        add(variants, text, text.strip(), "blanks were added around the body");
        add(variants, text, text.replace("\r\n", "\n"), "the line ends of the body were changed from LF to CR LF");
        add(
                variants,
                text,
                text.replace("\r\n", "\n").replace("\n", "\r\n"),
                "the line ends of the body were changed from CR LF to LF");
        add(
                variants,
                text,
                text.startsWith(BOM) ? text.substring(BOM.length()) : text,
                "a byte order mark was put before the body");
        add(variants, text, BOM + text, "a byte order mark before the body was removed");
        String layout = "something in front re-formatted the JSON of the body: ";
        for (JsonLayout each : JsonLayout.values()) {
            String laidOut = each.of(text);
            add(variants, text, laidOut, layout + "it was " + each.words());
            add(variants, text, laidOut + "\n", layout + "it was " + each.words() + ", with a newline at its end");
        }
        add(variants, text, text.replace("/", "\\/"), layout + "slashes in it were written as \\/");
        add(variants, text, text.replace("\\/", "/"), layout + "slashes in it were written as plain /");
        form(variants, text);
        charsets(variants, body, text);
        return variants;
    }

    private static void form(List<Variant> variants, String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return;
        }
        try {
            String decoded = URLDecoder.decode(text, StandardCharsets.ISO_8859_1);
            add(variants, text, decoded, "the body was encoded like a form (percent signs and plus signs)");
            int equals = decoded.indexOf('=');
            if (equals >= 0) {
                add(
                        variants,
                        text,
                        decoded.substring(equals + 1),
                        "the body was encoded like a form and put into a field");
            }
        } catch (IllegalArgumentException e) {
            // it was not
        }
    }

    private static void charsets(List<Variant> variants, byte[] body, String text) {
        String utf8 = new String(body, StandardCharsets.UTF_8);
        byte[] latin = utf8.getBytes(StandardCharsets.ISO_8859_1);
        if (!Arrays.equals(latin, 0, latin.length, body, 0, body.length)) {
            variants.add(new Variant(latin, "the characters of the body were changed from ISO-8859-1 to UTF-8"));
        }
        byte[] twice = text.getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(twice, 0, twice.length, body, 0, body.length)) {
            variants.add(new Variant(twice, "the characters of the body were changed from UTF-8 to ISO-8859-1"));
        }
    }

    private static String withoutNewlines(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }

    private static void add(List<Variant> variants, String text, String variant, String words) {
        if (!variant.equals(text)) {
            variants.add(new Variant(variant.getBytes(StandardCharsets.ISO_8859_1), words));
        }
    }
}
