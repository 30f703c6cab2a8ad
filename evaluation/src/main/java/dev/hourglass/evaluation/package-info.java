/**
 * What tells whether a model is any good: measures, baselines to beat and judges of codes. Each class does
 * one of them and names its source; {@code docs/evaluation.md} defines them all.
 */
package dev.hourglass.evaluation;
