/**
 * Decides whether bytes were signed by a known secret. The entry is {@link io.sitehook.verify.HmacVerifier}. Knows
 * nothing of HTTP, storage or logging.
 */
@NullMarked
package io.sitehook.verify;

import org.jspecify.annotations.NullMarked;
