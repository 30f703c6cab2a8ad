"""Keras on TensorFlow: a step as one graph, by TensorFlow's kernels or compiled by XLA.

TensorFlow's "same" padding puts the odd pixel of a stride of 2 at the other end. The denoiser therefore sees images
and filters turned by half a turn: then the same sums are taken, and no layer has to pad or crop by itself.
"""
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy
import tensorflow as tf
from keras import layers

import worker


class Contestant:
    def __init__(self, variant, work, data, threads):
        if tf.config.threading.get_intra_op_parallelism_threads() != threads:
            tf.config.threading.set_intra_op_parallelism_threads(threads)
            tf.config.threading.set_inter_op_parallelism_threads(threads)
        self.variant = variant
        self.turned = work["model"] == "DENOISE"
        size = work["size"]
        build = self.denoise if self.turned else self.compress
        model = build(size["channels"], size["side"], data)
        self.load(model, data)
        batch = size["batch"]
        self.inputs = [self.images(data.input(i, batch)) for i in range(data.batches(batch))]
        self.targets = [self.images(data.clean(i, batch)) for i in range(data.batches(batch))]
        self.steps = 0
        optimizer = keras.optimizers.Adam(1e-3, epsilon=1e-8)
        optimizer.build(model.trainable_variables)

        @tf.function(jit_compile=variant == "xla")
        def step(x, y):
            with tf.GradientTape() as tape:
                logits = model(x, training=True)
                if self.turned:
                    loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=logits))
                else:
                    loss = tf.reduce_mean(tf.square(tf.sigmoid(logits) - tf.reshape(y, tf.shape(logits))))
            gradients = tape.gradient(loss, model.trainable_variables)
            optimizer.apply_gradients(zip(gradients, model.trainable_variables))
            return loss

        @tf.function(jit_compile=variant == "xla")
        def forward(x):
            return tf.sigmoid(model(x, training=False))

        self.step, self.forward = step, forward

    @staticmethod
    def denoise(channels, side, data):
        def conv(filters, stride, activation):
            return layers.Conv2D(filters, 3, stride, "same", activation=activation)

        def back(stride):
            return layers.Conv2DTranspose(channels, 3, stride, "same", activation="relu")

        return keras.Sequential([
            keras.Input((side, side, 1)), conv(channels, 1, "relu"), conv(channels, 2, "relu"),
            conv(channels, 2, "relu"), back(2), back(1), back(2), conv(1, 1, None)])

    @staticmethod
    def compress(channels, side, data):
        def conv():
            return layers.Conv2D(channels, 3, 1, "same", activation="relu")

        return keras.Sequential([
            keras.Input((side, side, 1)), conv(), layers.MaxPooling2D(2), conv(), layers.MaxPooling2D(2),
            layers.Flatten(), layers.Dense(data.parameters[4].shape[1]), layers.Dense(side * side)])

    def load(self, model, data):
        values = []
        for value in data.parameters:
            if value.ndim == 4:
                value = value.transpose(1, 2, 3, 0)
                value = value[::-1, ::-1] if self.turned else value
            values.append(value)
        model.set_weights(values)

    def images(self, values):
        return tf.constant(numpy.ascontiguousarray(values[:, ::-1, ::-1]) if self.turned else values)

    def name(self):
        return f"Keras {keras.__version__} on TensorFlow {tf.__version__}, {self.variant}"

    def train(self):
        at = self.steps % len(self.inputs)
        self.steps += 1
        return float(self.step(self.inputs[at], self.targets[at]))

    def infer(self):
        at = self.steps % len(self.inputs)
        self.steps += 1
        self.result = self.forward(self.inputs[at]).numpy()

    def output(self):
        image = self.result[0]
        return (image[::-1, ::-1] if self.turned else image).flatten().tolist()


worker.serve(Contestant)
