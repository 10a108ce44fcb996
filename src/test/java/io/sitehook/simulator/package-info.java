/**
 * A server that answers as SiteCapture's REST API is known to, and as badly as it might. Needs nothing but the JDK. The
 * entry is {@link io.sitehook.simulator.Simulator}.
 */
@NullMarked
package io.sitehook.simulator;

import org.jspecify.annotations.NullMarked;
