/**
 * What the CPU backends have in common: loops over float buffers on the Java heap, and the native memory they
 * read and write.
 */
package dev.hourglass.loops;
