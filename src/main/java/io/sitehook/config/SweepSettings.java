package io.sitehook.config;

import java.time.Duration;
import java.util.Set;

/**
 * How a connection is swept for status changes that no webhook told of.
 *
 * @param interval how often
 * @param states the values of a project's status that are taken for its workflow state, not empty
 */
public record SweepSettings(Duration interval, Set<String> states) {}
