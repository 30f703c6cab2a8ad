/** The fuzz target of a reader that only this package sees. */
package dev.hourglass.cli;
