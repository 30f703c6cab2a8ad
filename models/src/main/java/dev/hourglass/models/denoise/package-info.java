/**
 * Removing noise: networks for it, their training, and applying them to pictures of any size.
 */
package dev.hourglass.models.denoise;
