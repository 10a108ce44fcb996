/**
 * Handler jars: found, isolated from each other and from the web application, started, and called. The entry is
 * {@link io.sitehook.handle.HandlerLoader}, which fills a {@link io.sitehook.handle.HandlerCatalog}.
 */
@NullMarked
package io.sitehook.handle;

import org.jspecify.annotations.NullMarked;
