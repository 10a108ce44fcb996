package io.sitehook.receive;

import java.util.LinkedHashMap;
import java.util.Map;

/** Something remembered for each source address; when there are too many, the one heard of longest ago is forgotten. */
final class Sources<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1L;

    private final int most;

    Sources(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > most;
    }
}
