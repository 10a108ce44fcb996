package io.sitehook.builtin.kafka;

import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.BootstrapResolutionException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What it means that a record was not acknowledged.
 *
 * @param kind what is to become of the delivery
 * @param renew whether the producer is of no more use: Kafka's own stays broken after some errors
 * @param reason in words that may end with what Kafka says
 */
record Verdict(Kind kind, boolean renew, String reason) {

    /** What is to become of the delivery. */
    enum Kind {
        /** No broker could take it; the next record would fare the same. */
        AWAY,
        /** Something is to be put right by a person. */
        RETRY,
        /** This record will never be taken. */
        REJECT
    }

    /** Judges what the producer threw, or failed with. */
    static Verdict of(Throwable problem, String topic) {
        List<Throwable> causes = Stream.iterate(problem, cause -> cause != null, Throwable::getCause)
                .limit(10)
                .toList();
        if (has(causes, RecordTooLargeException.class) || has(causes, RecordBatchTooLargeException.class)) {
            return new Verdict(Kind.REJECT, false, "the record is larger than the topic or the producer allows");
        }
        if (has(causes, AuthenticationException.class)) {
            return new Verdict(Kind.RETRY, true, "the brokers do not take the login or the certificate");
        }
        if (has(causes, AuthorizationException.class)) {
            return new Verdict(Kind.RETRY, true, "the login may not write into the topic " + topic);
        }
        // Of a topic that is missing Kafka says so only where the wait for it ends.
        if (has(causes, UnknownTopicOrPartitionException.class)) {
            return new Verdict(
                    Kind.RETRY, false, "there is no topic " + topic + ", and the brokers make none: make it");
        }
        if (has(causes, BootstrapResolutionException.class)) {
            return new Verdict(Kind.AWAY, true, "the names of the brokers could not be resolved");
        }
        if (has(causes, RetriableException.class)) {
            return new Verdict(Kind.AWAY, false, "no broker has acknowledged it");
        }
        boolean refused = causes.stream().anyMatch(ApiException.class::isInstance);
        return new Verdict(Kind.RETRY, true, refused ? "a broker refused it" : "the producer failed");
    }

    private static boolean has(List<Throwable> causes, Class<? extends Throwable> type) {
        return causes.stream().anyMatch(type::isInstance);
    }
}
