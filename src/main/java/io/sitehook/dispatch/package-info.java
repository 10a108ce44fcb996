/**
 * Events to deliveries to outcomes: {@link io.sitehook.dispatch.Router} makes one delivery for each event and handler,
 * {@link io.sitehook.dispatch.Dispatcher} claims what is due, and {@link io.sitehook.dispatch.Attempt} runs a handler
 * once.
 */
@NullMarked
package io.sitehook.dispatch;

import org.jspecify.annotations.NullMarked;
