"""What every peer does alike: reads the pictures, takes the time, prints its findings as one line of JSON.

    python PEER.py train FOLDER NETWORK SETTINGS    five epochs as a user would run them, a whole process
    python PEER.py check FOLDER NETWORK SETTINGS    the first losses from given weights, then inference

FOLDER holds what `bench-train prepare` wrote: uncompressed IDX files, start.f32 and order.i32. SETTINGS is JSON.
"""

import json
import math
import resource
import statistics
import sys
import time

import numpy

LOSSES = 10


def idx(path, header):
    return numpy.fromfile(path, numpy.uint8)[header:]


class Task:
    """The pictures of a folder as bytes, and the settings."""

    def __init__(self):
        self.mode, self.folder, self.network, settings = sys.argv[1:5]
        self.settings = json.loads(settings)
        self.threads = self.settings["threads"]
        self.batch = self.settings["batch"]
        self.epochs = self.settings["epochs"]
        self.seed = self.settings["seed"]
        self.rate = self.settings["learning_rate"]
        self.momentum = self.settings["momentum"]
        self.train_pixels = idx(f"{self.folder}/train-images-idx3-ubyte", 16).reshape(-1, 28, 28)
        self.train_labels = idx(f"{self.folder}/train-labels-idx1-ubyte", 8)
        self.test_pixels = idx(f"{self.folder}/t10k-images-idx3-ubyte", 16).reshape(-1, 28, 28)
        self.test_labels = idx(f"{self.folder}/t10k-labels-idx1-ubyte", 8)

    def scaled(self, pixels):
        """(pixel / 255 − mean) / deviation, as cnnlab has it."""
        values = pixels.astype(numpy.float32) / numpy.float32(255)
        values -= numpy.float32(self.settings["mean"])
        values /= numpy.float32(self.settings["deviation"])
        return values

    def start(self):
        """The weights that the first losses start from, in PyTorch's order, cut by their shapes."""
        numbers = numpy.fromfile(f"{self.folder}/start.f32", numpy.float32)
        parts, position = [], 0
        for shape in self.settings["shapes"]:
            count = math.prod(shape)
            parts.append(numbers[position : position + count].reshape(shape))
            position += count
        assert position == len(numbers)
        return parts

    def first_batches(self):
        """The examples of the first steps, in cnnlab's order."""
        order = numpy.fromfile(f"{self.folder}/order.i32", numpy.int32)[: LOSSES * self.batch]
        for step in range(LOSSES):
            chosen = order[step * self.batch : (step + 1) * self.batch]
            yield self.scaled(self.train_pixels[chosen]), self.train_labels[chosen].astype(numpy.int64)


def fastest(run, rounds):
    """The least seconds of several runs."""
    best = math.inf
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


def typical(run, rounds):
    """The median seconds of several runs."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def report(**found):
    found["peak_megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found), flush=True)
