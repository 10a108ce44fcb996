package io.sitehook.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** Reads where everything is kept. */
final class DatabaseReader {
    private static final Pattern NODE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern PASSWORD = Pattern.compile("(?i)[?&](password|sslpassword)=|//[^/@]*:[^/@]*@");

    private final ValueReader values;
    private final SecretReader secrets;
    private final Problems problems;

    DatabaseReader(ValueReader values, SecretReader secrets, Problems problems) {
        this.values = values;
        this.secrets = secrets;
        this.problems = problems;
    }

    DatabaseSettings read() {
        Optional<Value> node = values.find(Setting.NODE, Setting.NODE.pattern());
        node.filter(value -> !NODE.matcher(value.text()).matches())
                .ifPresent(value -> problems.addShown(value, "can't be a server's name"));
        Optional<Value> url = values.find(Setting.DATABASE_URL, Setting.DATABASE_URL.pattern());
        url.ifPresent(this::check);
        Optional<Value> jndi = values.find(Setting.DATABASE_JNDI, Setting.DATABASE_JNDI.pattern());
        jndi.filter(value -> !value.text().startsWith("java:"))
                .ifPresent(value -> problems.addShown(value, "does not begin with java:"));
        Optional<Value> user = values.find(Setting.DATABASE_USER, Setting.DATABASE_USER.pattern());
        Optional<SecretReader.Found> password =
                secrets.find(Setting.DATABASE_PASSWORD, Setting.DATABASE_PASSWORD_FILE, "");
        if (url.isPresent() && jndi.isPresent()) {
            problems.add(url.get() + " and " + jndi.get() + " are both set: keep one of them");
        }
        if (url.isEmpty()) {
            user.ifPresent(value -> problems.add(value + ": there is no " + Setting.DATABASE_URL.pattern() + " to it"));
            password.ifPresent(found ->
                    problems.add(found.value() + ": there is no " + Setting.DATABASE_URL.pattern() + " to it"));
        }
        return new DatabaseSettings(
                node.map(Value::text),
                url.map(Value::text),
                user.map(Value::text),
                password.map(SecretReader.Found::secret),
                jndi.map(Value::text));
    }

    private void check(Value url) {
        // First, so that it is not shown.
        if (PASSWORD.matcher(url.text()).find()) {
            problems.add(url, "it holds a password, which belongs into " + Setting.DATABASE_PASSWORD.pattern());
        } else if (!url.text().startsWith("jdbc:postgresql:")) {
            problems.addShown(url, "is not the URL of a PostgreSQL database");
        }
    }
}
