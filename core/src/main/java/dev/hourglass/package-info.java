/**
 * Hourglass builds, trains and runs autoencoders: a model is lowered once to a static program of kernel
 * records, which a backend compiles and replays.
 */
package dev.hourglass;
