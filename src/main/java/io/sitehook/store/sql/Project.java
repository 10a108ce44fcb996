package io.sitehook.store.sql;

/**
 * A project of a connection: events of one are told apart and delivered in the order of their receipt.
 *
 * @param connection the connection's name
 * @param id the project's id, as sent
 */
record Project(String connection, String id) {}
