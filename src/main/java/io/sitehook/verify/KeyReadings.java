package io.sitehook.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The other ways in which a secret may have been meant: as hex, as base64, without the blanks around it. */
final class KeyReadings {
    private KeyReadings() {}

    /** Other keys than this one, by what would have been done with it: {@code read as hex}. */
    static Map<String, byte[]> of(byte[] key) {
        Map<String, byte[]> readings = new LinkedHashMap<>();
        String text = new String(key, StandardCharsets.ISO_8859_1);
        put(readings, "without the blanks around it was used", key, text.strip().getBytes(StandardCharsets.ISO_8859_1));
        put(readings, "with a newline at its end was used", key, (text + "\n").getBytes(StandardCharsets.ISO_8859_1));
        try {
            put(
                    readings,
                    "read as hex was used (hmac-secret-encoding)",
                    key,
                    HexFormat.of().parseHex(text.strip()));
        } catch (IllegalArgumentException e) {
            // it is no hex
        }
        try {
            String standard = text.strip().replace('-', '+').replace('_', '/');
            put(
                    readings,
                    "read as base64 was used (hmac-secret-encoding)",
                    key,
                    Base64.getDecoder().decode(standard));
        } catch (IllegalArgumentException e) {
            // it is no base64
        }
        put(
                readings,
                "as text was used, not decoded from hex (hmac-secret-encoding)",
                key,
                ascii(HexFormat.of().formatHex(key)));
        put(
                readings,
                "as text was used, not decoded from hex (hmac-secret-encoding) ",
                key,
                ascii(HexFormat.of().withUpperCase().formatHex(key)));
        put(
                readings,
                "as text was used, not decoded from base64 (hmac-secret-encoding)",
                key,
                Base64.getEncoder().encode(key));
        return readings;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void put(Map<String, byte[]> readings, String words, byte[] key, byte[] reading) {
        if (reading.length > 0 && !Arrays.equals(reading, 0, reading.length, key, 0, key.length)) {
            readings.put(words, reading);
        }
    }
}
