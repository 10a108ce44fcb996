/**
 * Finds status changes that no webhook told of, and connections that have fallen silent. The entries are
 * {@link io.sitehook.sweep.Sweep} and {@link io.sitehook.sweep.Silence}.
 */
@NullMarked
package io.sitehook.sweep;

import org.jspecify.annotations.NullMarked;
