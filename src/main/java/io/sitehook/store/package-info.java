/**
 * Durable rows and their states. There is one entry for each user: {@link io.sitehook.store.Inbox} for what comes
 * in, {@link io.sitehook.store.Worklist} for what is to be run, {@link io.sitehook.store.Sweeps} for what was missed.
 * SQL stands in {@code io.sitehook.store.sql} and nowhere else.
 */
@NullMarked
package io.sitehook.store;

import org.jspecify.annotations.NullMarked;
