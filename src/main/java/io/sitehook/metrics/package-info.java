/**
 * Figures for machines: hears of what happens by the listeners of the parts where it happens, reads the rest from the store
 * when it is asked, and hands it out in the format of Prometheus. Imported by the composition root alone.
 */
@NullMarked
package io.sitehook.metrics;

import org.jspecify.annotations.NullMarked;
