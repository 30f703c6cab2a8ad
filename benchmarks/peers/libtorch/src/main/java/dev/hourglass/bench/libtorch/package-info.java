/** libtorch as a contestant. */
package dev.hourglass.bench.libtorch;
