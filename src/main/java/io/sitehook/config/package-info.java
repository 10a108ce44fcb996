/**
 * Every setting, read and checked once, before anything starts. The entry is {@link io.sitehook.config.SettingsReader}.
 */
@NullMarked
package io.sitehook.config;

import org.jspecify.annotations.NullMarked;
