package dev.hourglass.onednn;

/**
 * Rows of a batch that one lane takes through a whole stretch of ops before it takes the next ones.
 *
 * @param lane  which lane
 * @param first number of the first row
 * @param rows  how many
 */
record Tile(int lane, int first, int rows) {
}
