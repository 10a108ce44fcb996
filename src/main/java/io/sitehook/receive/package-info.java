/**
 * HTTP in: {@link io.sitehook.receive.SignatureFilter} bounds the body and verifies its bytes, then
 * {@link io.sitehook.receive.WebhookResource} parses, stores, and answers after the commit.
 */
@NullMarked
package io.sitehook.receive;

import org.jspecify.annotations.NullMarked;
