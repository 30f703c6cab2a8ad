/** ONNX Runtime as a contestant. */
package dev.hourglass.bench.onnxruntime;
