/**
 * The API for administrators, on which the pages stand: {@link io.sitehook.admin.AdminApplication}. What it needs of the
 * composition root it names in interfaces of its own, gathered in {@link io.sitehook.admin.AdminParts}. In front of it,
 * and behind the constraint of {@code web.xml}, {@link io.sitehook.admin.AdminDoor} puts the login and the guard.
 */
@NullMarked
package io.sitehook.admin;

import org.jspecify.annotations.NullMarked;
