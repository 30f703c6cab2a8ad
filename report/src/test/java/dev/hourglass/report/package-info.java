/** Tests of reports. */
package dev.hourglass.report;
