/**
 * Event files that <a href="https://www.tensorflow.org/tensorboard">TensorBoard</a> shows: scalars and
 * pictures by step, written while a model trains.
 */
package dev.hourglass.report.tensorboard;
