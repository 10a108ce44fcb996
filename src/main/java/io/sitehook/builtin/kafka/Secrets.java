package io.sitehook.builtin.kafka;

import io.sitehook.builtin.options.OneLine;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;

/**
 * Takes secrets out of texts, whole and in pieces: of a wrong login Kafka repeats the word that it stumbled over. It takes
 * out too much rather than too little. Immutable.
 */
final class Secrets {
    private static final Pattern BETWEEN_PIECES = Pattern.compile("[\\s\"'=;,]+");
    private static final int SHORTEST_PIECE = 4;
    private static final int DEEPEST_CAUSE = 5;

    private final List<String> pieces;

    Secrets(Collection<String> secrets) {
        pieces = secrets.stream()
                .flatMap(secret -> Stream.concat(Stream.of(secret), BETWEEN_PIECES.splitAsStream(secret)))
                .filter(piece -> piece.length() >= SHORTEST_PIECE || secrets.contains(piece))
                .filter(piece -> !piece.isBlank())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** What happened, with its causes, in one line. */
    String words(Throwable problem) {
        StringBuilder words = new StringBuilder();
        Throwable next = problem;
        for (int i = 0; next != null && i < DEEPEST_CAUSE; i++) {
            String message = String.valueOf(next.getMessage());
            boolean wrapper = next.getClass() == KafkaException.class && next.getCause() != null;
            if (!wrapper && words.indexOf(message) < 0) {
                words.append(words.isEmpty() ? "" : "; ")
                        .append(next.getClass().getSimpleName())
                        .append(": ")
                        .append(message);
            }
            next = next.getCause();
        }
        return OneLine.of(without(words.toString()));
    }

    private String without(String text) {
        String rest = text;
        for (String piece : pieces) {
            rest = rest.replace(piece, "***");
        }
        return rest;
    }
}
