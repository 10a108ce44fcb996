/**
 * Decides what has been kept long enough, and has it taken out in small pieces. Knows the store's narrow interface for that
 * and nothing else.
 */
@NullMarked
package io.sitehook.retention;

import org.jspecify.annotations.NullMarked;
