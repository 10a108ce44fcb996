package io.sitehook.config;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The layers on top of each other: which value counts, and which layer gave it. Nothing but these layers is read:
 * SmallRye Config is built without discovered or default sources, without profiles and without the interceptors that
 * would expand <code>${…}</code> inside a secret.
 */
final class SourceStack {
    private final List<Layer> layers;
    private final SmallRyeConfig config;

    SourceStack(List<Layer> layers) {
        this.layers = List.copyOf(layers);
        this.config = new SmallRyeConfigBuilder()
                .withSources(layers.toArray(ConfigSource[]::new))
                .build();
    }

    /** The value that counts. */
    Optional<Value> find(Setting setting, String name) {
        ConfigValue found = config.getConfigValue(name);
        String text = found.getValue();
        if (text == null) {
            return Optional.empty();
        }
        String origin = layers.stream()
                .filter(layer -> layer.getName().equals(found.getConfigSourceName()))
                .map(layer -> layer.origin(name))
                .findFirst()
                .orElse("unknown source");
        return Optional.of(new Value(setting, name, origin, text));
    }

    /** The value that counts, of a setting that belongs to no connection and no handler. */
    Optional<Value> find(Setting setting) {
        return find(setting, setting.pattern());
    }

    /** Every name that some layer gives a value, in order. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        layers.forEach(layer -> names.addAll(layer.getPropertyNames()));
        return names;
    }
}
