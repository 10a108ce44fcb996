package io.sitehook.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what concerns sending on. */
final class RelayReader {
    private static final Pattern NETWORK =
            Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(?:/([0-9]{1,3}))?");

    private final ValueReader values;
    private final SecretReader secrets;
    private final Problems problems;

    RelayReader(ValueReader values, SecretReader secrets, Problems problems) {
        this.values = values;
        this.secrets = secrets;
        this.problems = problems;
    }

    RelaySettings read(Set<String> names) {
        SubscriptionReader reader = new SubscriptionReader(values, secrets, problems);
        Map<String, SubscriptionSettings> subscriptions = new TreeMap<>();
        names.forEach(name -> reader.read(name).ifPresent(read -> subscriptions.put(name, read)));
        Optional<Secret> token = secrets.token(Setting.STATUS_CHANGE_TOKEN, Setting.STATUS_CHANGE_TOKEN_FILE);
        return new RelaySettings(Map.copyOf(subscriptions), networks(), token);
    }

    private List<String> networks() {
        Optional<Value> value = values.find(Setting.ALLOWED_NETWORKS, Setting.ALLOWED_NETWORKS.pattern());
        if (value.isEmpty()) {
            return List.of();
        }
        List<String> networks = ValueReader.items(value.get().text());
        for (String network : networks) {
            if (!isNetwork(network)) {
                problems.add(value.get(), Problems.shown(network) + " is no IP address or range of them");
            }
        }
        return networks;
    }

    /** Only literals are looked at: no name is looked up. */
    private static boolean isNetwork(String text) {
        Matcher matcher = NETWORK.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        try {
            int bits = InetAddress.getByName(matcher.group(1)).getAddress().length * Byte.SIZE;
            return matcher.group(2) == null || Integer.parseInt(matcher.group(2)) <= bits;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
