/**
 * The backend in plain Java loops: the definition of every op, the measure for other backends, and what
 * computes where there is no native library. Sums are taken in double and rounded to float once, where a
 * result is stored.
 */
package dev.hourglass.reference;
