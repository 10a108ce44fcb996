/**
 * {@code java -jar sitehook.war}: {@link io.sitehook.standalone.Launcher} unpacks, {@link io.sitehook.standalone.Main}
 * is the command line. Imported by nobody.
 */
@NullMarked
package io.sitehook.standalone;

import org.jspecify.annotations.NullMarked;
