/**
 * The backend that runs programs on the CPU with ND4J.
 */
package dev.hourglass.nd4j;
