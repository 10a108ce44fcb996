package io.sitehook.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** One source of settings, as SmallRye Config wants it. Knows in words where each value stands. */
final class Layer implements ConfigSource {
    private final String name;
    private final int ordinal;
    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, String> origins = new TreeMap<>();

    /**
     * @param name unique among the layers
     * @param ordinal the highest wins
     */
    Layer(String name, int ordinal) {
        this.name = name;
        this.ordinal = ordinal;
    }

    void put(String setting, String value, String origin) {
        values.put(setting, value);
        origins.put(setting, origin);
    }

    /** Where the value stands, in words. */
    String origin(String setting) {
        return origins.getOrDefault(setting, name);
    }

    @Override
    public Set<String> getPropertyNames() {
        return values.keySet();
    }

    @Override
    public @Nullable String getValue(String setting) {
        return values.get(setting);
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public int getOrdinal() {
        return ordinal;
    }
}
