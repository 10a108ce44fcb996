/**
 * The store on SQLite. {@link io.sitehook.store.sql.SqliteStore} opens it; {@link io.sitehook.store.sql.GroupCommit} is
 * its only writer.
 */
@NullMarked
package io.sitehook.store.sql;

import org.jspecify.annotations.NullMarked;
