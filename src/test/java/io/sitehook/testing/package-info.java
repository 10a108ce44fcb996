/** What tests of several packages share. */
@NullMarked
package io.sitehook.testing;

import org.jspecify.annotations.NullMarked;
