/**
 * The users of the admin page where Sitehook runs by itself, in a file in the home; a container has users of its own. The
 * entry is {@link io.sitehook.users.HomeUsers}.
 */
@NullMarked
package io.sitehook.users;

import org.jspecify.annotations.NullMarked;
