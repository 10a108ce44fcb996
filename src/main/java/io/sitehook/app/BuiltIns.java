package io.sitehook.app;

import io.sitehook.builtin.archive.ArchiveHandler;
import io.sitehook.builtin.jdbc.JdbcHandler;
import io.sitehook.builtin.kafka.KafkaHandler;
import io.sitehook.builtin.mail.MailHandler;
import io.sitehook.builtin.options.Options;
import io.sitehook.config.BuiltInKind;
import io.sitehook.config.Settings;
import io.sitehook.handle.BuiltIn;
import io.sitehook.spi.StatusChangeHandler;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The handlers that are made by settings, as the loader of handlers takes them. */
final class BuiltIns {
    private BuiltIns() {}

    static List<BuiltIn> of(Settings settings) {
        String version = Objects.requireNonNullElse(BuiltIns.class.getPackage().getImplementationVersion(), "");
        return new TreeMap<>(settings.builtIns())
                .entrySet().stream()
                        .map(entry -> new BuiltIn(
                                entry.getKey(), version, () -> make(entry.getKey(), entry.getValue(), settings)))
                        .toList();
    }

    private static StatusChangeHandler make(String name, BuiltInKind kind, Settings settings) {
        Options options = new Options(name, settings.handlers().getOrDefault(name, Map.of()), settings.home());
        return switch (kind) {
            case ARCHIVE -> new ArchiveHandler(options);
            case MAIL -> new MailHandler(options);
            case JDBC -> new JdbcHandler(options);
            case KAFKA -> new KafkaHandler(options, settings.deliveryFor(name).deadline());
        };
    }
}
