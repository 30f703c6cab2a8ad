/** Deeplearning4j as a contestant. */
package dev.hourglass.bench.dl4j;
