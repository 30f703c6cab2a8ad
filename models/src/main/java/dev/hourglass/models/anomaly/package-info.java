/**
 * Finding anomalies: ensembles of small autoencoders, their scores, and decisions with guarantees.
 */
package dev.hourglass.models.anomaly;
