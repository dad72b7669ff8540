"""Keras with TensorFlow on the CPU, many steps an execution. See measure.py."""

import os
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["KERAS_BACKEND"] = "tensorflow"

import numpy
import tensorflow as tf
import keras
from keras import layers

from measure import Task, fastest, report, typical

NETWORKS = {
    "lenet5": lambda: [
        layers.Conv2D(6, 5, padding="same", activation="relu"), layers.MaxPooling2D(2),
        layers.Conv2D(16, 5, activation="relu"), layers.MaxPooling2D(2),
        layers.Flatten(), layers.Dense(120, activation="relu"), layers.Dense(84, activation="relu"), layers.Dense(10)],
    "exercise": lambda: [
        layers.Conv2D(6, 5, padding="same", activation="relu"), layers.MaxPooling2D(2),
        layers.Conv2D(16, 8, activation="tanh"), layers.MaxPooling2D(3),
        layers.Flatten(), layers.Dense(120, activation="relu"), layers.Dense(100, activation="relu"), layers.Dense(10)],
}
STEPS_PER_EXECUTION = 32


class Epochs(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.seconds, self.losses = [], []

    def on_epoch_begin(self, epoch, logs=None):
        self.begun = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds.append(time.perf_counter() - self.begun)
        self.losses.append(float(logs["loss"]))


def from_pytorch(parts):
    """Kernels as H × W × I × O, matrices as I × O; the first matrix reads H, W, C instead of C, H, W."""
    weights, maps = [], None
    for part in parts:
        if part.ndim == 4:
            maps = part.shape[0]
            part = part.transpose(2, 3, 1, 0)
        elif part.ndim == 2:
            if maps:
                side = round((part.shape[1] // maps) ** 0.5)
                part = part.reshape(-1, maps, side, side).transpose(0, 2, 3, 1).reshape(part.shape[0], -1)
                maps = None
            part = part.T
        weights.append(numpy.ascontiguousarray(part))
    return weights


def main():
    task = Task()
    tf.config.threading.set_intra_op_parallelism_threads(task.threads)
    tf.config.threading.set_inter_op_parallelism_threads(task.threads)
    keras.utils.set_random_seed(task.seed)
    model = keras.Sequential([layers.Input((28, 28, 1)), *NETWORKS[task.network]()])
    optimizer = keras.optimizers.SGD(task.rate, momentum=task.momentum)
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    version = f"{keras.__version__} / {tf.__version__}"
    test = task.scaled(task.test_pixels)[..., None]

    if task.mode == "check":
        model.set_weights(from_pytorch(task.start()))
        model.compile(optimizer, loss_of)
        losses = [float(model.train_on_batch(p[..., None], l)) for p, l in task.first_batches()]

        compiled = tf.function(lambda x: model(x, training=False))
        whole = tf.constant(test)

        def answers(size):
            return [tf.argmax(compiled(whole[i : i + size]), 1).numpy() for i in range(0, len(test), size)]

        many = {size: fastest(lambda: answers(size), 5) for size in (100, 250, 500, 1000, 10000)}
        one = tf.constant(test[:1])
        single = typical(lambda: compiled(one).numpy(), 500)
        report(version=version, losses=losses, inference=min(many.values()), single=single)
        return

    model.compile(optimizer, loss_of, steps_per_execution=STEPS_PER_EXECUTION)
    epochs = Epochs()
    model.fit(
        task.scaled(task.train_pixels)[..., None], task.train_labels.astype("int32"), batch_size=task.batch,
        epochs=task.epochs, verbose=0, callbacks=[epochs])
    answers = model.predict(test, batch_size=1000, verbose=0).argmax(1)
    model.save(f"{task.folder}/keras.keras")
    report(
        version=version, seconds=epochs.seconds, losses=epochs.losses,
        accuracy=float((answers == task.test_labels).mean()))


main()
