/**
 * Tests of the whole: parity between backends, complete runs, and faults.
 */
package dev.hourglass.integration;
