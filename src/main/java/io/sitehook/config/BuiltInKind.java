package io.sitehook.config;

/** A handler that is made by settings alone. */
public enum BuiltInKind {
    /** Keeps projects with their photos and reports. */
    ARCHIVE,
    /** Sends a mail. */
    MAIL,
    /** Runs an SQL statement. */
    JDBC,
    /** Sends to a topic of Kafka. */
    KAFKA
}
