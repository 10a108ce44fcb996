/**
 * Sends status changes on to other URLs, as SiteCapture sends them to us. {@link io.sitehook.relay.Relay} is one
 * subscription at work.
 */
@NullMarked
package io.sitehook.relay;

import org.jspecify.annotations.NullMarked;
