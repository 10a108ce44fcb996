/**
 * The composition root: {@link io.sitehook.app.SitehookListener} puts the parts together when the container starts the
 * web application, and takes them down when it stops. Imported by nobody.
 */
@NullMarked
package io.sitehook.app;

import org.jspecify.annotations.NullMarked;
