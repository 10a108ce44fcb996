package io.sitehook.config;

import io.sitehook.config.AdminSettings.Login;
import io.sitehook.config.SecretReader.Found;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the settings of the admin page, and the key that its secrets are stored with. */
final class AdminReader {
    private static final int KEY_BYTES = 32;
    private static final Pattern HEX_KEY = Pattern.compile("[0-9A-Fa-f]{64}");

    private final ValueReader values;
    private final SecretReader secrets;
    private final Problems problems;

    AdminReader(ValueReader values, SecretReader secrets, Problems problems) {
        this.values = values;
        this.secrets = secrets;
        this.problems = problems;
    }

    AdminSettings read() {
        return new AdminSettings(
                networks(),
                values.choice(Setting.ADMIN_PLAIN_HTTP, Setting.ADMIN_PLAIN_HTTP.pattern(), YesNo.class) == YesNo.TRUE,
                values.choice(Setting.ADMIN_LOGIN, Setting.ADMIN_LOGIN.pattern(), Login.class),
                publicUrl());
    }

    private enum YesNo {
        TRUE,
        FALSE
    }

    private AddressRanges networks() {
        Optional<Value> value = values.find(Setting.ADMIN_NETWORKS, Setting.ADMIN_NETWORKS.pattern());
        try {
            return AddressRanges.parse(value.map(Value::text).orElse(Setting.ADMIN_NETWORKS.standard()));
        } catch (IllegalArgumentException e) {
            problems.add(value.orElseThrow(), String.valueOf(e.getMessage()));
            return AddressRanges.parse(Setting.ADMIN_NETWORKS.standard());
        }
    }

    private Optional<String> publicUrl() {
        Optional<Value> value = values.find(Setting.PUBLIC_URL, Setting.PUBLIC_URL.pattern());
        if (value.isPresent() && !isHttpUrl(value.get().text())) {
            problems.addShown(value.get(), "is none");
            return Optional.empty();
        }
        return value.map(found -> found.text().replaceFirst("/+$", ""));
    }

    private static boolean isHttpUrl(String text) {
        try {
            URI uri = new URI(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The key, 32 bytes as hex or base64; empty if none is set or it is a problem. */
    Optional<Secret> encryptionKey() {
        Optional<Found> found = secrets.find(Setting.ENCRYPTION_KEY, Setting.ENCRYPTION_KEY_FILE, "");
        if (found.isPresent() && keyBytes(found.get().secret().reveal()).length != KEY_BYTES) {
            problems.add(found.get().value(), "it is not a key");
            return Optional.empty();
        }
        return found.map(Found::secret);
    }

    /** The bytes of a key; none if it is not written as it should be. */
    static byte[] keyBytes(String text) {
        try {
            return HEX_KEY.matcher(text).matches()
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
