package io.sitehook.verify;

import java.util.Base64;
import java.util.HexFormat;

/** Reads the text of a signature into bytes. For each form, one digest has one text, but for case and padding. */
final class SignatureText {
    /** Longer than the longest form, sha512= with 128 hexadecimal digits. */
    static final int LONGEST = 200;

    private static final HmacAlgorithm[] ALGORITHMS = HmacAlgorithm.values();

    private final HmacAlgorithm algorithm;
    private final SignatureEncoding accepted;

    SignatureText(HmacAlgorithm algorithm, SignatureEncoding accepted) {
        this.algorithm = algorithm;
        this.accepted = accepted;
    }

    sealed interface Reading {}

    record Digest(byte[] bytes, String form) implements Reading {}

    record Unusable(String reason) implements Reading {}

    Reading read(String header) {
        if (header.length() > LONGEST) {
            return new Unusable("longer than " + LONGEST + " characters");
        }
        String text = withoutOuterBlanks(header);
        if (text.isEmpty()) {
            return new Unusable("empty");
        }
        if (!text.chars().allMatch(character -> character > ' ' && character < 0x7f)) {
            return new Unusable("not hex or base64: blanks, control characters or non-ASCII characters in it");
        }
        for (HmacAlgorithm each : ALGORITHMS) {
            if (text.startsWith(each.prefix())) {
                return each == algorithm
                        ? digest(text.substring(each.prefix().length()), ", with " + each.prefix() + " prefix")
                        : new Unusable("prefix " + each.prefix() + " where " + algorithm.prefix() + " is configured");
            }
        }
        return digest(text, "");
    }

    private Reading digest(String text, String prefix) {
        if (text.chars().allMatch(HexFormat::isHexDigit) && !hasLengthOfBase64(text)) {
            if (text.length() % 2 != 0) {
                return new Unusable("hex with an odd number of digits");
            }
            return checked(HexFormat.of().parseHex(text), SignatureEncoding.HEX, "hex" + prefix);
        }
        return base64(text, prefix);
    }

    /** No digest is as long in hex as one of the same algorithm in base64, so the length tells them apart. */
    private boolean hasLengthOfBase64(String text) {
        int unpadded = (algorithm.length() * 8 + 5) / 6;
        return text.length() == unpadded || text.length() == (unpadded + 3) / 4 * 4;
    }

    private Reading base64(String text, String prefix) {
        String digits = withoutPadding(text);
        int padding = text.length() - digits.length();
        boolean url = digits.indexOf('-') >= 0 || digits.indexOf('_') >= 0;
        boolean plain = digits.indexOf('+') >= 0 || digits.indexOf('/') >= 0;
        if (padding > 2 || (padding > 0 && text.length() % 4 != 0) || digits.length() % 4 == 1 || (url && plain)) {
            return new Unusable("not hex or base64");
        }
        byte[] bytes;
        try {
            bytes = (url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(digits);
        } catch (IllegalArgumentException e) {
            return new Unusable("not hex or base64");
        }
        Base64.Encoder encoder = (url ? Base64.getUrlEncoder() : Base64.getEncoder()).withoutPadding();
        if (!encoder.encodeToString(bytes).equals(digits)) {
            return new Unusable("base64 whose last character holds bits that belong to no byte");
        }
        // Without any of + / - _ it is both kinds at once.
        boolean asUrl = url || (!plain && accepted == SignatureEncoding.BASE64URL);
        SignatureEncoding encoding = asUrl ? SignatureEncoding.BASE64URL : SignatureEncoding.BASE64;
        return checked(bytes, encoding, encoding.words() + (padding == 0 ? " without padding" : "") + prefix);
    }

    private Reading checked(byte[] bytes, SignatureEncoding encoding, String form) {
        if (bytes.length != algorithm.length()) {
            return new Unusable(bytes.length + " bytes instead of " + algorithm.length());
        }
        if (accepted != SignatureEncoding.ANY && accepted != encoding) {
            return new Unusable(encoding.words() + " where " + accepted.words() + " is configured");
        }
        return new Digest(bytes, form);
    }

    private static String withoutPadding(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        return text.substring(0, end);
    }

    private static String withoutOuterBlanks(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char character) {
        return character == ' ' || character == '\t';
    }
}
