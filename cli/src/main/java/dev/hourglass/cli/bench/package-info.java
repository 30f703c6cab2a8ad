/** The command {@code bench}. */
package dev.hourglass.cli.bench;
