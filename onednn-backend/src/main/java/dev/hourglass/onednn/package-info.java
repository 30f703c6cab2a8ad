/**
 * The fast CPU backend: oneDNN's convolutions and matrix products over tiles of a batch that stay in the
 * cache, own loops for everything else.
 */
package dev.hourglass.onednn;
