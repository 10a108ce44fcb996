/** The handler {@code jdbc}: runs an SQL statement. The entry is {@link io.sitehook.builtin.jdbc.JdbcHandler}. */
@NullMarked
package io.sitehook.builtin.jdbc;

import org.jspecify.annotations.NullMarked;
