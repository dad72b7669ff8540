"""Computes the numbers of FirstLossesTests.swift with TensorFlow, an independent implementation, in double precision.

    pip install tensorflow-cpu && python first_losses.py

Pictures, labels and first weights follow from one simple generator that the test repeats.
"""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf

COUNT, SIZE, CLASSES = 40, 12, 4


class Numbers:
    """Knuth's MMIX congruential generator; the upper 32 bits as a number in 0…1."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 32) / 2**32


numbers = Numbers(1)
pixels = np.array([int(numbers.next() * 256) for _ in range(COUNT * SIZE * SIZE)], dtype=np.float64)
pictures = (pixels / 255).reshape(COUNT, SIZE, SIZE, 1)
labels = np.array([int(numbers.next() * CLASSES) for _ in range(COUNT)])

# PyTorch's order: O × I × kH × kW and O × I.
SHAPES = [(4, 1, 5, 5), (4,), (8, 4, 3, 3), (8,), (16, 32), (16,), (4, 16), (4,)]
START = [np.array([np.float32((numbers.next() - 0.5) * 0.6) for _ in range(int(np.prod(s)))], dtype=np.float64).reshape(s)
         for s in SHAPES]


def forward(w):
    """conv 4 5x5 padding 2 relu max 2 conv 8 3x3 tanh average 2 fc 16 sigmoid fc 4"""
    x = tf.pad(tf.constant(pictures), [[0, 0], [2, 2], [2, 2], [0, 0]])
    x = tf.nn.relu(tf.nn.conv2d(x, tf.transpose(w[0], [2, 3, 1, 0]), 1, "VALID") + w[1])
    x = tf.nn.max_pool2d(x, 2, 2, "VALID")
    x = tf.nn.tanh(tf.nn.conv2d(x, tf.transpose(w[2], [2, 3, 1, 0]), 1, "VALID") + w[3])
    x = tf.nn.avg_pool2d(x, 2, 2, "VALID")
    x = tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [COUNT, -1])
    x = tf.nn.sigmoid(tf.matmul(x, w[4], transpose_b=True) + w[5])
    return tf.matmul(x, w[6], transpose_b=True) + w[7]


def cross_entropy(outputs, smoothing=0.0):
    targets = tf.one_hot(labels, CLASSES, dtype=tf.float64) * (1 - smoothing) + smoothing / CLASSES
    return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(targets, outputs))


def squared(outputs):
    targets = tf.one_hot(labels, CLASSES, dtype=tf.float64)
    return tf.reduce_mean(tf.reduce_sum((outputs - targets) ** 2, axis=1) / 2)


def run(optimizer, loss, decay=0.0):
    w = [tf.Variable(s, dtype=tf.float64) for s in START]
    losses = []
    for _ in range(10):
        with tf.GradientTape() as tape:
            value = loss(forward(w))
        losses.append(float(value))
        gradients = tape.gradient(value, w)
        gradients = [g + decay * v if v.shape.rank > 1 else g for g, v in zip(gradients, w)]
        optimizer.apply_gradients(zip(gradients, w))
    return losses


class Adam:
    """Algorithm 1 of Kingma & Ba (2015), as PyTorch has it; Keras adds its epsilon at another place."""

    def __init__(self, rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.rate, self.beta1, self.beta2, self.epsilon = rate, beta1, beta2, epsilon
        self.time, self.mean, self.square = 0, {}, {}

    def apply_gradients(self, pairs):
        self.time += 1
        for index, (g, v) in enumerate(pairs):
            self.mean[index] = self.beta1 * self.mean.get(index, 0) + (1 - self.beta1) * g
            self.square[index] = self.beta2 * self.square.get(index, 0) + (1 - self.beta2) * g * g
            mean = self.mean[index] / (1 - self.beta1**self.time)
            square = self.square[index] / (1 - self.beta2**self.time)
            v.assign_sub(self.rate * mean / (tf.sqrt(square) + self.epsilon))


tf.keras.backend.set_floatx("float64")
SGD = tf.keras.optimizers.SGD
cases = {
    "momentum": run(SGD(0.1, momentum=0.9), cross_entropy),
    "nesterov": run(SGD(0.1, momentum=0.9, nesterov=True), cross_entropy, decay=0.01),
    "adam": run(Adam(0.01), lambda o: cross_entropy(o, 0.1)),
    "squared": run(SGD(0.05), squared),
}
print("tensorflow", tf.__version__)
for name, losses in cases.items():
    print(name, ", ".join(f"{value:.7f}" for value in losses))
