/**
 * Removing noise from images.
 */
package dev.hourglass.cli.denoise;
