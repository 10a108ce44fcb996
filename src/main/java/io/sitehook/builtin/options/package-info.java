/** What the built-in handlers share: reading their settings, and texts with placeholders. */
@NullMarked
package io.sitehook.builtin.options;

import org.jspecify.annotations.NullMarked;
