/**
 * Detectors of anomalies on real data: a part of ADBench, credit-card fraud, false-alarm rates.
 */
package dev.hourglass.integration.anomaly;
