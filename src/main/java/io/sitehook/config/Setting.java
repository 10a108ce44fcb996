package io.sitehook.config;

/**
 * The catalogue: every setting there is, in the order of the README's table. A pattern's {@code <name>} stands for the
 * name of a connection or handler.
 */
enum Setting {
    HOME(
            "sitehook.home",
            "${jboss.server.data.dir}/sitehook, else ${catalina.base}/sitehook, else ./sitehook-home",
            "a directory",
            "The directory of the store, of `sitehook.properties` and of the handler jars. Can't be set in that file."),
    HANDLERS_DIRECTORY(
            "sitehook.handlers.dir",
            "handlers",
            "a directory",
            "Where handler jars are dropped; a relative path starts at the home."),
    NODE(
            "sitehook.node",
            "the machine's name",
            "1 to 64 of A-Z a-z 0-9 . _ -",
            "The name of this server. Each server on one PostgreSQL database needs a name of its own."),
    DATABASE_URL(
            "sitehook.database.url",
            "",
            "jdbc:postgresql:..., without a password",
            "A PostgreSQL database to keep everything in, for one server or several. Not set: SQLite in the home."),
    DATABASE_USER("sitehook.database.user", "", "a user of the database", "The user to log in with."),
    DATABASE_PASSWORD("sitehook.database.password", "", "that user's password", "The password of that user."),
    DATABASE_PASSWORD_FILE(
            "sitehook.database.password-file",
            "",
            "a file readable by its owner only",
            "A file that holds the password instead; a relative path starts at the home."),
    DATABASE_JNDI(
            "sitehook.database.jndi",
            "",
            "a JNDI name that begins with java:",
            "A DataSource of the container for PostgreSQL, instead of `sitehook.database.url`, for example"
                    + " `java:comp/env/jdbc/sitehook`."),

    HMAC_SECRET(
            "sitehook.connections.<name>.hmac-secret",
            "",
            "the HMAC shared secret, 24 bytes or more",
            "The HMAC shared secret from SiteCapture's form. Without it every post to the connection is answered 503."),
    HMAC_SECRET_FILE(
            "sitehook.connections.<name>.hmac-secret-file",
            "",
            "a file readable by its owner only",
            "A file that holds the HMAC shared secret instead; a relative path starts at the home."),
    HMAC_SECRET_PREVIOUS(
            "sitehook.connections.<name>.hmac-secret-previous",
            "",
            "the HMAC shared secret before the present one",
            "The secret before it, accepted too while the sender changes over."),
    HMAC_SECRET_PREVIOUS_FILE(
            "sitehook.connections.<name>.hmac-secret-previous-file",
            "",
            "a file readable by its owner only",
            "A file that holds the previous secret instead."),
    HMAC_SECRET_ENCODING(
            "sitehook.connections.<name>.hmac-secret-encoding",
            "text",
            "text, hex or base64",
            "How both secrets are written: `text` (their UTF-8 bytes are the key), `hex` or `base64`."),
    HMAC_ALGORITHM(
            "sitehook.connections.<name>.hmac-algorithm",
            "sha256",
            "sha256, sha1 or sha512",
            "The digest of the HMAC: `sha256`, `sha1` or `sha512`."),
    SIGNATURE_ENCODING(
            "sitehook.connections.<name>.signature-encoding",
            "any",
            "any, hex, base64 or base64url",
            "The form in which signatures are accepted: `any`, or only `hex`, `base64` or `base64url`."),
    API_KEY(
            "sitehook.connections.<name>.api-key",
            "",
            "the api_key that SiteCapture sends",
            "What `api_key` in the body must be. Not checked if not set."),
    API_KEY_FILE(
            "sitehook.connections.<name>.api-key-file",
            "",
            "a file readable by its owner only",
            "A file that holds the API key instead."),
    REST_URL(
            "sitehook.connections.<name>.rest-url",
            "https://api.sitecapture.com",
            "an http or https URL without user, query and fragment",
            "Where SiteCapture's REST API is, which handlers read projects and photos from."),
    REST_USER(
            "sitehook.connections.<name>.rest-user",
            "",
            "the name of a SiteCapture user",
            "The SiteCapture user for the REST API. Needs `rest-password` and `api-key`. Not set: handlers can't use it."),
    REST_PASSWORD(
            "sitehook.connections.<name>.rest-password", "", "the user's password", "The password of `rest-user`."),
    REST_PASSWORD_FILE(
            "sitehook.connections.<name>.rest-password-file",
            "",
            "a file readable by its owner only",
            "A file that holds that password instead."),
    REST_CONCURRENCY(
            "sitehook.connections.<name>.rest-concurrency",
            "4",
            "a whole number from 1 to 64",
            "How many requests to the REST API run at once, over all handlers, 1 to 64."),
    REST_RATE(
            "sitehook.connections.<name>.rest-requests-per-second",
            "10",
            "a whole number from 1 to 1000",
            "How many of them begin in a second, 1 to 1000."),
    REST_ZONE(
            "sitehook.connections.<name>.rest-zone",
            "UTC",
            "a time zone, for example UTC or America/Denver",
            "The time zone in which the REST API reads times; it is not documented."),
    SWEEP_INTERVAL(
            "sitehook.connections.<name>.sweep-interval",
            "",
            "a duration from 1m to 7d",
            "How often SiteCapture is asked for projects whose status change no webhook told of, `1m` to `7d`. Not set:"
                    + " never."),
    SWEEP_STATES(
            "sitehook.connections.<name>.sweep-states",
            "",
            "workflow states, separated by commas",
            "Which values of a project's `status` in the REST API the sweep takes for the workflow state of the same"
                    + " name."),
    SILENCE_ALARM(
            "sitehook.connections.<name>.silence-alarm",
            "",
            "a duration from 1m to 365d",
            "After how long without a post the connection is called silent in the log, `1m` to `365d`. Not set: never."),
    STATES(
            "sitehook.connections.<name>.states",
            "ALL",
            "ALL, or workflow states and without-state, separated by commas",
            "The workflow states to deliver: `ALL`, or codes separated by commas, `without-state` among them."),
    ACTIVITY(
            "sitehook.connections.<name>.activity",
            "active",
            "active, paused or deactivated",
            "`active`; `paused` keeps what comes in and delivers nothing; `deactivated` answers 404."),
    DUPLICATE_WINDOW(
            "sitehook.connections.<name>.duplicate-window",
            "120s",
            "a duration from 0s to 900s",
            "How young a project's latest event must be for an equal post to be its duplicate, `0s` to `900s`. `0s`:"
                    + " never."),
    UNREADABLE_ANSWER(
            "sitehook.connections.<name>.unreadable-answer",
            "200",
            "200 or 400",
            "The HTTP status for a body that is signed right and can't be read, `200` or `400`. It is kept either way."),
    CONNECTION_FINISHED(
            "sitehook.connections.<name>.retention-finished",
            "",
            "0, or a duration from 1h to 36500d",
            "`sitehook.retention.finished` for this connection."),
    CONNECTION_DEAD(
            "sitehook.connections.<name>.retention-dead",
            "",
            "0, or a duration from 1h to 36500d",
            "`sitehook.retention.dead` for this connection."),
    CONNECTION_PARKED(
            "sitehook.connections.<name>.retention-parked",
            "",
            "0, or a duration from 1h to 36500d",
            "`sitehook.retention.parked` for this connection."),
    CONNECTION_COUNT(
            "sitehook.connections.<name>.retention-count",
            "",
            "a number from 0 to 999999999",
            "`sitehook.retention.count` for this connection."),

    SUBSCRIPTION_URL(
            "sitehook.subscriptions.<name>.url",
            "",
            "an http or https URL with a host and without a password",
            "Where status changes are sent on to, signed as SiteCapture signs them."),
    SUBSCRIPTION_SECRET(
            "sitehook.subscriptions.<name>.hmac-secret",
            "",
            "the HMAC shared secret, 24 bytes or more",
            "The HMAC shared secret that the receiver checks. A subscription can't do without."),
    SUBSCRIPTION_SECRET_FILE(
            "sitehook.subscriptions.<name>.hmac-secret-file",
            "",
            "a file readable by its owner only",
            "A file that holds the secret instead; a relative path starts at the home."),
    SUBSCRIPTION_SECRET_PREVIOUS(
            "sitehook.subscriptions.<name>.hmac-secret-previous",
            "",
            "the HMAC shared secret before the present one",
            "The secret before it, used where the receiver does not take the present one yet."),
    SUBSCRIPTION_SECRET_PREVIOUS_FILE(
            "sitehook.subscriptions.<name>.hmac-secret-previous-file",
            "",
            "a file readable by its owner only",
            "A file that holds the previous secret instead."),
    SUBSCRIPTION_SECRET_ENCODING(
            "sitehook.subscriptions.<name>.hmac-secret-encoding",
            "text",
            "text, hex or base64",
            "How both secrets are written: `text` (their UTF-8 bytes are the key), `hex` or `base64`."),
    SUBSCRIPTION_API_KEY(
            "sitehook.subscriptions.<name>.api-key",
            "",
            "what api_key in the body is to be",
            "The `api_key` in the body. Left out if not set."),
    SUBSCRIPTION_API_KEY_FILE(
            "sitehook.subscriptions.<name>.api-key-file",
            "",
            "a file readable by its owner only",
            "A file that holds the API key instead."),
    SUBSCRIPTION_STATES(
            "sitehook.subscriptions.<name>.states",
            "ALL",
            "ALL, or workflow states and without-state, separated by commas",
            "The workflow states to send: `ALL`, or codes separated by commas, `without-state` among them."),
    SUBSCRIPTION_ACTIVITY(
            "sitehook.subscriptions.<name>.activity",
            "active",
            "active, paused or deactivated",
            "`active`; `paused` keeps what is to be sent; `deactivated` takes nothing new either."),
    STANDARD_WEBHOOKS(
            "sitehook.subscriptions.<name>.standard-webhooks",
            "false",
            "true or false",
            "Whether the headers of Standard Webhooks are sent beside `x-hmac-hash`."),
    ALLOW_PRIVATE(
            "sitehook.subscriptions.<name>.allow-private",
            "false",
            "true or false",
            "Whether the URL may lead to a loopback or private address."),
    SUBSCRIPTION_CONCURRENCY(
            "sitehook.subscriptions.<name>.concurrency",
            "4",
            "a whole number from 1 to 64",
            "How many requests to the target run side by side, 1 to 64."),
    CONNECT_TIMEOUT(
            "sitehook.subscriptions.<name>.connect-timeout",
            "5s",
            "a duration from 100ms to 1m",
            "How long connecting may take, and again the TLS handshake, `100ms` to `1m`."),
    SUBSCRIPTION_TIMEOUT(
            "sitehook.subscriptions.<name>.timeout",
            "15s",
            "a duration from 100ms to 5m",
            "How long a whole request may take, `100ms` to `5m`."),
    BREAKER_FAILURES(
            "sitehook.subscriptions.<name>.breaker-failures",
            "5",
            "a whole number from 1 to 100",
            "After how many failures in a row the target is given a rest, 1 to 100."),
    BREAKER_WAIT(
            "sitehook.subscriptions.<name>.breaker-wait",
            "30s",
            "a duration from 100ms to 10m",
            "How long the first rest is; each one in a row is twice as long, up to ten minutes."),
    ALLOWED_NETWORKS(
            "sitehook.relay.allowed-networks",
            "",
            "IP addresses or ranges such as 10.1.0.0/16, separated by commas",
            "Addresses that subscriptions may lead to whatever they are."),
    STATUS_CHANGE_TOKEN(
            "sitehook.status-change-token",
            "",
            "a secret of 24 characters or more",
            "The bearer token that may put in status changes by `POST /admin/api/status-changes`. Not set: only administrators may."),
    STATUS_CHANGE_TOKEN_FILE(
            "sitehook.status-change-token-file",
            "",
            "a file readable by its owner only",
            "A file that holds the token instead."),
    METRICS_TOKEN(
            "sitehook.metrics-token",
            "",
            "a secret of 24 characters or more",
            "The bearer token that may read `GET /metrics`, for Prometheus. Not set: only users of the admin page may."),
    METRICS_TOKEN_FILE(
            "sitehook.metrics-token-file",
            "",
            "a file readable by its owner only",
            "A file that holds the token instead."),

    HANDLER_BUILT_IN(
            "sitehook.handler.<name>.built-in",
            "",
            "archive, mail, jdbc or kafka",
            "Makes a handler of this name without a jar: `archive`, `mail`, `jdbc` or `kafka`. Its settings: see"
                    + " `src/docs/built-in-handlers.md`."),
    HANDLER_DELIVERY(
            "sitehook.handler.<name>.delivery.<setting>",
            "",
            "one of the settings sitehook.delivery.*",
            "One of the settings `sitehook.delivery.*` below, for this handler alone."),
    HANDLER(
            "sitehook.handler.<name>.<setting>",
            "",
            "whatever the handler allows",
            "A setting of the handler's own, handed to it as it stands. The handler's documentation names them."),

    DELIVERY_ATTEMPTS(
            "sitehook.delivery.attempts",
            "10",
            "a whole number from 1 to 100",
            "How many attempts before a delivery is a dead letter, 1 to 100."),
    DELIVERY_SCHEDULE(
            "sitehook.delivery.schedule",
            "5s, 30s, 2m, 10m, 30m, 1h",
            "up to 100 durations from 1ms to 30d, separated by commas",
            "The waits between the attempts; the last one repeats."),
    DELIVERY_DEADLINE(
            "sitehook.delivery.deadline",
            "30s",
            "a duration from 1s to 1h",
            "How long one attempt may run before it is interrupted, `1s` to `1h`."),
    DELIVERY_CONCURRENCY(
            "sitehook.delivery.concurrency",
            "4",
            "a whole number from 1 to 64",
            "How many attempts of one handler run side by side, 1 to 64."),
    DELIVERY_ORDER(
            "sitehook.delivery.order",
            "strict",
            "strict or latest",
            "`strict`: a failed delivery holds back later ones of its project; `latest`: a later one replaces it."),
    QUEUE_LIMIT(
            "sitehook.receive.queue-limit",
            "10000",
            "a whole number from 100 to 1000000",
            "How many requests may wait for the store before the next one is answered 503, 100 to 1000000."),
    FAILURES_PER_MINUTE(
            "sitehook.receive.failures-per-minute",
            "60",
            "a whole number from 1 to 100000",
            "How many wrong signatures one source may send in a minute before it is answered 429, 1 to 100000."),
    RETENTION_FINISHED(
            "sitehook.retention.finished",
            "30d",
            "0, or a duration from 1h to 36500d",
            "How long an event is kept after everything about it is done. `0`: for ever."),
    RETENTION_DEAD(
            "sitehook.retention.dead",
            "0",
            "0, or a duration from 1h to 36500d",
            "How long dead letters are kept, and events whose body can't be read. `0`: for ever."),
    RETENTION_PARKED(
            "sitehook.retention.parked",
            "90d",
            "0, or a duration from 1h to 36500d",
            "How long events are kept that no handler takes. `0`: for ever."),
    RETENTION_COUNT(
            "sitehook.retention.count",
            "1000000",
            "a number from 0 to 999999999",
            "How many events a connection keeps, about; of more, the oldest finished ones go sooner. `0`: any number."),
    RETENTION_AUDIT(
            "sitehook.retention.audit",
            "730d",
            "0, or a duration from 1h to 36500d",
            "How long the audit trail of the admin page is kept. `0`: for ever."),
    STOP_GRACE(
            "sitehook.stop.grace",
            "10s",
            "a duration from 0s to 10m",
            "How long running handlers get to finish when the server stops, `0s` to `10m`."),

    PUBLIC_URL(
            "sitehook.public-url",
            "",
            "an http or https URL without user, query and fragment",
            "The URL of this web application as SiteCapture sees it, for example `https://your.host/sitehook`. The admin"
                    + " page shows it; otherwise it shows the address that the browser uses."),
    ADMIN_NETWORKS(
            "sitehook.admin.networks",
            "127.0.0.0/8, ::1/128",
            "addresses or ranges like 10.0.0.0/8, separated by commas",
            "From where the admin page may be opened: addresses, or ranges like `10.0.0.0/8`, separated by commas."),
    ADMIN_PLAIN_HTTP(
            "sitehook.admin.plain-http",
            "false",
            "true or false",
            "`true` opens the admin page to those networks without TLS too. Passwords then cross the network readable."),
    ADMIN_LOGIN(
            "sitehook.admin.login",
            "form",
            "form or basic",
            "With `java -jar` only: `form` logs in by a page and a session, `basic` by the browser's own dialog."),
    ENCRYPTION_KEY(
            "sitehook.encryption-key",
            "",
            "32 bytes in hex or base64",
            "The key that secrets entered in the admin page are stored with. Otherwise it is made, and kept in the file"
                    + " `encryption.key` in the home."),
    ENCRYPTION_KEY_FILE(
            "sitehook.encryption-key-file",
            "",
            "a file readable by its owner only",
            "A file that holds that key instead; a relative path starts at the home.");

    private final String pattern;
    private final String standard;
    private final String allowed;
    private final String meaning;

    Setting(String pattern, String standard, String allowed, String meaning) {
        this.pattern = pattern;
        this.standard = standard;
        this.allowed = allowed;
        this.meaning = meaning;
    }

    /** The name, with {@code <name>} and {@code <setting>} where it varies. */
    String pattern() {
        return pattern;
    }

    /** The value if it is not set, as one would write it; empty if there is none. */
    String standard() {
        return standard;
    }

    /** The values it may have, for messages. */
    String allowed() {
        return allowed;
    }

    /** What it does, one or two sentences in Markdown. */
    String meaning() {
        return meaning;
    }

    /** The part after the last dot, for example {@code hmac-secret}. */
    String lastPart() {
        return pattern.substring(pattern.lastIndexOf('.') + 1);
    }

    /** The full name for the connection of this name. */
    String named(String name) {
        return pattern.replace("<name>", name);
    }

    /** Whether its value must never be shown. A path to a secret counts: secrets get pasted there by mistake. */
    boolean isSecret() {
        return switch (this) {
            case HMAC_SECRET,
                    HMAC_SECRET_FILE,
                    HMAC_SECRET_PREVIOUS,
                    HMAC_SECRET_PREVIOUS_FILE,
                    API_KEY,
                    API_KEY_FILE,
                    SUBSCRIPTION_SECRET,
                    SUBSCRIPTION_SECRET_FILE,
                    SUBSCRIPTION_SECRET_PREVIOUS,
                    SUBSCRIPTION_SECRET_PREVIOUS_FILE,
                    SUBSCRIPTION_API_KEY,
                    SUBSCRIPTION_API_KEY_FILE,
                    STATUS_CHANGE_TOKEN,
                    STATUS_CHANGE_TOKEN_FILE,
                    METRICS_TOKEN,
                    METRICS_TOKEN_FILE,
                    ENCRYPTION_KEY,
                    ENCRYPTION_KEY_FILE,
                    REST_PASSWORD,
                    REST_PASSWORD_FILE,
                    DATABASE_PASSWORD,
                    DATABASE_PASSWORD_FILE,
                    HANDLER -> true;
            default -> false;
        };
    }
}
