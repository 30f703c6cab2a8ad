/**
 * The denoiser's training step here and in libtorch, side by side in one run. Built only with the profile
 * {@code speed}, which brings libtorch.
 */
package dev.hourglass.integration.speed;
