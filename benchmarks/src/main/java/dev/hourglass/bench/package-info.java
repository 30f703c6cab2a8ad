/**
 * Speed, start-up and memory, measured beside other systems in one run. Each contestant works in a process of
 * its own; they take turns, and only those that compute the same numbers are timed.
 */
package dev.hourglass.bench;
