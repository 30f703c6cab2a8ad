/** Tests of what runs show of themselves. */
package dev.hourglass.cli.report;
