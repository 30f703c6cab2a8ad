/**
 * Compressors: models whose code is short and in order of worth, and files of quantised, entropy-coded codes.
 */
package dev.hourglass.models.compress;
