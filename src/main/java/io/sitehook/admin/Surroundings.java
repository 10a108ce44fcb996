package io.sitehook.admin;

import io.sitehook.store.Purge;
import java.time.Instant;
import java.util.List;

/** What the server is and runs on. */
public interface Surroundings {

    /** A setting as it may be shown: a secret's value is masked. */
    record ShownSetting(String name, String value, String source) {}

    /** A library that the WAR carries. */
    record Library(String library, String version, String licence) {}

    /** The version of Sitehook. */
    String version();

    /** The name and version of the servlet container. */
    String container();

    /** The home directory. */
    String home();

    /** The database's file, or its URL, or its JNDI name. */
    String databaseFile();

    /** When it was started. */
    Instant startedAt();

    /** All settings. */
    List<ShownSetting> settings();

    /** How long things are kept, as it is set now. */
    Purge.Rules retention();

    /** The libraries. */
    List<Library> libraries();
}
