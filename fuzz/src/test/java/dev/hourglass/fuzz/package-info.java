/**
 * A fuzz target for each reader. In a build each runs over its corpus, which lies beside it in the resources;
 * {@code fuzz.sh} mutates the corpus as long as one likes.
 */
package dev.hourglass.fuzz;
