package io.sitehook.config;

import io.sitehook.config.DeliverySettings.Order;
import java.time.Duration;

/** Reads how deliveries run, in general or for one handler. */
final class DeliveryReader {
    private static final int MOST_ATTEMPTS = 100;
    private static final int MOST_CONCURRENT = 64;

    private final ValueReader values;

    DeliveryReader(ValueReader values) {
        this.values = values;
    }

    /** The settings {@code sitehook.delivery.*}. */
    DeliverySettings general() {
        return read(
                SettingCatalogue.PREFIX,
                new DeliverySettings(
                        Integer.parseInt(Setting.DELIVERY_ATTEMPTS.standard()),
                        ValueReader.standardSchedule(Setting.DELIVERY_SCHEDULE),
                        ValueReader.standardDuration(Setting.DELIVERY_DEADLINE),
                        Integer.parseInt(Setting.DELIVERY_CONCURRENCY.standard()),
                        ValueReader.constant(Order.class, Setting.DELIVERY_ORDER.standard())
                                .orElseThrow()));
    }

    /** The settings {@code sitehook.handler.<name>.delivery.*}, with the general ones for what is not set. */
    DeliverySettings of(String handler, DeliverySettings general) {
        return read(SettingCatalogue.HANDLER + handler + ".", general);
    }

    private DeliverySettings read(String prefix, DeliverySettings standard) {
        return new DeliverySettings(
                values.number(
                        Setting.DELIVERY_ATTEMPTS,
                        name(prefix, Setting.DELIVERY_ATTEMPTS),
                        1,
                        MOST_ATTEMPTS,
                        standard.attempts()),
                values.schedule(
                        Setting.DELIVERY_SCHEDULE, name(prefix, Setting.DELIVERY_SCHEDULE), standard.schedule()),
                values.duration(
                        Setting.DELIVERY_DEADLINE,
                        name(prefix, Setting.DELIVERY_DEADLINE),
                        Duration.ofSeconds(1),
                        Duration.ofHours(1),
                        standard.deadline()),
                values.number(
                        Setting.DELIVERY_CONCURRENCY,
                        name(prefix, Setting.DELIVERY_CONCURRENCY),
                        1,
                        MOST_CONCURRENT,
                        standard.concurrency()),
                values.choice(
                        Setting.DELIVERY_ORDER, name(prefix, Setting.DELIVERY_ORDER), Order.class, standard.order()));
    }

    private static String name(String prefix, Setting setting) {
        return prefix + setting.pattern().substring(SettingCatalogue.PREFIX.length());
    }
}
