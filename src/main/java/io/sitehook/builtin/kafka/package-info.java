/**
 * The handler {@code kafka}: sends status changes to a topic of Kafka. The entry is {@link
 * io.sitehook.builtin.kafka.KafkaHandler}.
 */
@NullMarked
package io.sitehook.builtin.kafka;

import org.jspecify.annotations.NullMarked;
