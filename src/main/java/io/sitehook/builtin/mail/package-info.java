/** The handler {@code mail}: sends a mail. The entry is {@link io.sitehook.builtin.mail.MailHandler}. */
@NullMarked
package io.sitehook.builtin.mail;

import org.jspecify.annotations.NullMarked;
