/**
 * The handler {@code archive}: keeps a project's data, photos and report in a directory or a bucket. The entry is
 * {@link io.sitehook.builtin.archive.ArchiveHandler}.
 */
@NullMarked
package io.sitehook.builtin.archive;

import org.jspecify.annotations.NullMarked;
