/**
 * Tables on the command line: what their columns hold, which rows are kept, and models applied to them.
 */
package dev.hourglass.cli.table;
