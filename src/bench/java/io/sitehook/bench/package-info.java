/** What {@code mvn -Pbench verify} measures, and how. Nothing of it is in the WAR or in the usual build. */
package io.sitehook.bench;
