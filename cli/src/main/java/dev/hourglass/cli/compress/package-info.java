/**
 * Compressing: images to short codes and back.
 */
package dev.hourglass.cli.compress;
