package io.sitehook.bench;

/**
 * What a load generator saw.
 *
 * @param requests how many were answered
 * @param perSecond how many of them in a second
 * @param p50Millis half of them were answered within this time, in milliseconds
 * @param p99Millis and 99 of 100 within this
 * @param errors how many were not answered by 2xx or 3xx, or not at all
 */
record Load(long requests, double perSecond, double p50Millis, double p99Millis, long errors) {}
