/**
 * The client of SiteCapture's own REST API: what a webhook leaves out is read here. The entry is
 * {@link io.sitehook.sitecapture.SiteCaptureClient}, one for each connection.
 */
@NullMarked
package io.sitehook.sitecapture;

import org.jspecify.annotations.NullMarked;
