package io.sitehook.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * What a signature header looks like, read more forgivingly than {@link SignatureText} does.
 *
 * @param words its shape for people, nothing of its value
 * @param digests what it may mean, the likeliest first
 * @param hexDigits how many hexadecimal digits it is, 0 if it is something else
 */
record SignatureShape(String words, List<Digest> digests, int hexDigits) {
    private static final int LONGEST = 1_000;

    /**
     * One reading.
     *
     * @param form in words
     * @param encoding which of the known ones it is
     * @param usual whether {@link SignatureText} knows it
     */
    record Digest(byte[] bytes, String form, SignatureEncoding encoding, boolean usual) {}

    static SignatureShape of(String header) {
        String text = header.strip();
        if (text.isEmpty()) {
            return new SignatureShape("empty", List.of(), 0);
        }
        if (text.length() > LONGEST) {
            return new SignatureShape(text.length() + " characters", List.of(), 0);
        }
        String prefix = "";
        int equals = text.indexOf('=');
        if (equals > 0 && equals < 10 && equals < text.length() - 2) {
            prefix = " after a prefix";
            text = text.substring(equals + 1).strip();
        }
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        String bare = quoted ? text.substring(1, text.length() - 1) : text;
        boolean usual = !quoted;
        if (bare.chars().allMatch(HexFormat::isHexDigit)) {
            return hex(bare, prefix + (quoted ? " in quotes" : ""), usual);
        }
        return other(bare, prefix + (quoted ? " in quotes" : ""), usual);
    }

    private static SignatureShape hex(String text, String around, boolean usual) {
        List<Digest> digests = new ArrayList<>();
        if (text.length() % 2 == 0) {
            digests.add(new Digest(HexFormat.of().parseHex(text), "hex" + around, SignatureEncoding.HEX, usual));
        }
        return new SignatureShape(text.length() + " hex digits" + around, digests, text.length());
    }

    private static SignatureShape other(String text, String around, boolean usual) {
        boolean url = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        try {
            byte[] bytes = (url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
            SignatureEncoding encoding = url ? SignatureEncoding.BASE64URL : SignatureEncoding.BASE64;
            List<Digest> digests = new ArrayList<>();
            digests.add(new Digest(bytes, encoding.words() + around, encoding, usual));
            String inner = new String(bytes, StandardCharsets.ISO_8859_1);
            if (inner.length() % 2 == 0 && inner.chars().allMatch(HexFormat::isHexDigit)) {
                digests.add(new Digest(
                        HexFormat.of().parseHex(inner), "base64 of the hex digits" + around, encoding, false));
            }
            return new SignatureShape(text.length() + " characters of " + encoding.words() + around, digests, 0);
        } catch (IllegalArgumentException e) {
            return new SignatureShape(text.length() + " characters, neither hex nor base64" + around, List.of(), 0);
        }
    }

    /** What is wrong with the shape itself. */
    List<String> complaints(HmacAlgorithm algorithm) {
        List<String> complaints = new ArrayList<>();
        int right = algorithm.length() * 2;
        if (words.equals("empty")) {
            complaints.add("The x-hmac-hash header is empty.");
        } else if (hexDigits > 0 && hexDigits != right) {
            complaints.add("It has " + hexDigits + " hex digits instead of " + right + ": "
                    + (hexDigits < right ? "a part is missing" : "there is too much of it") + meaning(hexDigits / 2));
        } else if (digests.isEmpty()) {
            complaints.add("It is " + words + ", so it is no signature.");
        } else if (hexDigits == 0
                && digests.stream().noneMatch(digest -> digest.bytes().length == algorithm.length())) {
            int bytes = digests.get(0).bytes().length;
            complaints.add("It decodes to " + bytes + " bytes instead of " + algorithm.length() + meaning(bytes));
        }
        return complaints;
    }

    private static String meaning(int bytes) {
        for (HmacAlgorithm each : HmacAlgorithm.values()) {
            if (each.length() == bytes) {
                return ", or it was made with " + each.standardName() + ".";
            }
        }
        return ".";
    }
}
