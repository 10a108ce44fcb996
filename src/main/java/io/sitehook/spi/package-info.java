/**
 * Everything a handler jar compiles against. Begin at {@link io.sitehook.spi.StatusChangeHandler}.
 *
 * <p>Compatibility: within a major version this package only grows, and only by default methods and new factories.
 * A jar compiled against an older minor version keeps working.
 */
@NullMarked
package io.sitehook.spi;

import org.jspecify.annotations.NullMarked;
