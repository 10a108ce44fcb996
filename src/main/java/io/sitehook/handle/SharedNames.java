package io.sitehook.handle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Refuses handlers that share a name: rows say only the name, so none of them can be told from the others. */
final class SharedNames {
    private SharedNames() {}

    /** The handlers whose names are theirs alone. The others are added to the problems, each naming all of them. */
    static List<LoadedHandler> refuse(List<LoadedHandler> handlers, List<HandlerProblem> problems) {
        Map<String, List<LoadedHandler>> byName = handlers.stream()
                .collect(Collectors.groupingBy(LoadedHandler::name, TreeMap::new, Collectors.toList()));
        List<LoadedHandler> alone = new ArrayList<>();
        byName.forEach((name, sharing) -> {
            if (sharing.size() == 1) {
                alone.addAll(sharing);
                return;
            }
            String all = sharing.stream().map(SharedNames::place).collect(Collectors.joining(" and "));
            RefusedException refused = new RefusedException(
                            "The handler name " + name + " is used by " + all + ". None of them is used.",
                            "Remove all but one, or give them different names.")
                    .becauseNameIsTaken();
            sharing.forEach(handler -> problems.add(
                    refused.in(handler.unit().name(), handler.providerClass().getName())));
        });
        return alone;
    }

    /** Refuses those of newcomers whose names are in use already; who was first goes on. */
    static List<LoadedHandler> refuseTaken(
            List<LoadedHandler> newcomers, List<LoadedHandler> inUse, List<HandlerProblem> problems) {
        List<LoadedHandler> free = new ArrayList<>();
        for (LoadedHandler newcomer : newcomers) {
            Optional<LoadedHandler> first = inUse.stream()
                    .filter(handler -> handler.name().equals(newcomer.name()))
                    .findFirst();
            if (first.isEmpty()) {
                free.add(newcomer);
                continue;
            }
            problems.add(new RefusedException(
                            "The handler name " + newcomer.name() + " is in use by " + place(first.get())
                                    + ", which goes on.",
                            "Remove that one, and this one takes its place; or give them different names.")
                    .becauseNameIsTaken()
                    .in(newcomer.unit().name(), newcomer.providerClass().getName()));
        }
        return free;
    }

    private static String place(LoadedHandler handler) {
        return Printable.of(handler.providerClass().getName()) + " in " + Printable.of(jar(handler));
    }

    private static String jar(LoadedHandler handler) {
        String unit = handler.unit().name();
        if (!unit.equals(HandlerUnit.CLASS_PATH)) {
            return unit;
        }
        return ClassPathUnit.jarOf(handler.providerClass())
                .map(jar -> jar.getFileName() + " on the class path")
                .orElse("the class path");
    }
}
