/**
 * Finding anomalies: training a detector, and scoring rows with it.
 */
package dev.hourglass.cli.anomaly;
