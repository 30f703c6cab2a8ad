/**
 * The program {@code hourglass}.
 */
package dev.hourglass.cli;
