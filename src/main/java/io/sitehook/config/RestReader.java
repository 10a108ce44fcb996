package io.sitehook.config;

import io.sitehook.config.SecretReader.Found;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads a connection's access to SiteCapture's REST API. */
final class RestReader {
    private final ValueReader values;
    private final SecretReader secrets;
    private final Problems problems;

    RestReader(ValueReader values, SecretReader secrets, Problems problems) {
        this.values = values;
        this.secrets = secrets;
        this.problems = problems;
    }

    /** The access, empty if no user is set. All settings are checked either way. */
    Optional<RestSettings> read(String name, Optional<Secret> apiKey) {
        Optional<Value> user = values.find(Setting.REST_USER, Setting.REST_USER.named(name));
        Optional<Secret> password = secrets.find(Setting.REST_PASSWORD, Setting.REST_PASSWORD_FILE, name)
                .map(Found::secret);
        URI url = url(name);
        int concurrency = number(Setting.REST_CONCURRENCY, name, 64);
        int rate = number(Setting.REST_RATE, name, 1000);
        ZoneId zone = zone(name);
        if (user.isEmpty()) {
            password.ifPresent(unused -> problems.warn(
                    Setting.REST_PASSWORD.named(name) + " is set, and rest-user is not, so it" + " is not used"));
            return Optional.empty();
        }
        if (user.get().text().indexOf(':') >= 0) {
            problems.add(user.get(), "it has a colon in it, which no user name may have in HTTP");
        }
        if (password.isEmpty() || apiKey.isEmpty()) {
            problems.add(
                    user.get(),
                    "it needs " + Setting.REST_PASSWORD.named(name) + " and " + Setting.API_KEY.named(name)
                            + " beside it");
            return Optional.empty();
        }
        return Optional.of(
                new RestSettings(url, user.get().text(), password.get(), apiKey.get(), concurrency, rate, zone));
    }

    private int number(Setting setting, String name, int most) {
        return values.number(setting, setting.named(name), 1, most, Integer.parseInt(setting.standard()));
    }

    private URI url(String name) {
        URI standard = URI.create(Setting.REST_URL.standard());
        Optional<Value> value = values.find(Setting.REST_URL, Setting.REST_URL.named(name));
        if (value.isEmpty()) {
            return standard;
        }
        try {
            URI url = new URI(value.get().text());
            boolean plain = "http".equalsIgnoreCase(url.getScheme());
            if ((plain || "https".equalsIgnoreCase(url.getScheme()))
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null) {
                if (plain
                        && !url.getHost().equals("localhost")
                        && !url.getHost().startsWith("127.")) {
                    problems.warn(value.get() + ": over http the password can be read on its way; use https");
                }
                return url;
            }
        } catch (URISyntaxException e) {
            // Not shown: its message quotes the text, in which there may be a password.
        }
        problems.add(value.get(), "it is no such URL");
        return standard;
    }

    private ZoneId zone(String name) {
        Optional<Value> value = values.find(Setting.REST_ZONE, Setting.REST_ZONE.named(name));
        if (value.isEmpty()) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(value.get().text());
        } catch (DateTimeException e) {
            problems.addShown(value.get(), "is no time zone");
            return ZoneOffset.UTC;
        }
    }
}
