"""Convolution in process, 12 megapixels: cnnlab's core (the executable bench-core) beside OpenCV's filter2D."""

import importlib.util
import statistics
import subprocess
import sys
import time

import numpy

import peers

WIDTH, HEIGHT = 4000, 3000
BENCH = peers.ROOT / ".build/dependents/release/bench-core"


def is_possible():
    return BENCH.exists() and importlib.util.find_spec("cv2") is not None


def jobs():
    """Name, type, numerators, divisor, goal on two threads as a share of filter2D."""
    random = numpy.random.default_rng(3)
    edge = numpy.full((3, 3), -1, numpy.float32)
    edge[1, 1] = 8
    dense5 = random.uniform(-1, 1, (5, 5)).astype(numpy.float32)
    dense7 = random.uniform(-1, 1, (7, 7)).astype(numpy.float32)
    dense15 = random.uniform(-1, 1, (15, 15)).astype(numpy.float32) / 15
    dense31 = random.uniform(-1, 1, (31, 31)).astype(numpy.float32) / 31
    binomial = numpy.outer([1, 4, 6, 4, 1], [1, 4, 6, 4, 1]).astype(numpy.float32)
    column = numpy.exp(-((numpy.arange(15) - 7) ** 2) / (2 * 2.5**2))
    gaussian = (numpy.outer(column, column) / column.sum() ** 2).astype(numpy.float32)
    return [
        ("3×3 edge", "float32", edge, 1, 0.45),
        ("5×5 dense", "float32", dense5, 1, 0.55),
        ("7×7 dense", "float32", dense7, 1, None),
        ("15×15 dense", "float32", dense15, 1, 0.40),
        ("31×31 dense", "float32", dense31, 1, None),
        ("15×15 Gaussian", "float32", gaussian, 1, None),
        ("3×3 edge", "uint8", edge, 1, 0.30),
        ("5×5 binomial", "uint8", binomial, 256, None),
        ("15×15 Gaussian", "uint8", gaussian, 1, None),
    ]


def check(name, kind, found, expected, kernel):
    difference = numpy.abs(found.astype(numpy.float64) - expected.astype(numpy.float64)).max()
    # OpenCV's DFT and its fixed-point arithmetic round on their own: one level of bytes, 1e-5 of the largest sum.
    bound = 1 if kind == "uint8" else 1e-5 * 255 * numpy.abs(kernel).sum()
    if difference > bound:
        sys.exit(f"Error: {name} {kind}: results differ by {difference}, more than {bound}")


def timed(repeats, body):
    samples = []
    for _ in range(repeats):
        start = time.perf_counter()
        body()
        samples.append((time.perf_counter() - start) * 1000)
    return samples


def measure(folder, rounds, repeats=5, wanted=""):
    """A row for each job and number of threads, with the time of copying the same bytes."""
    import cv2

    random = numpy.random.default_rng(1)
    # Noise on a gradient: nothing here depends on the content, but zeros would be unlike a picture.
    ramp = numpy.linspace(0, 200, WIDTH)[None, :] + numpy.linspace(0, 40, HEIGHT)[:, None]
    picture = (ramp + random.integers(0, 16, (HEIGHT, WIDTH))).astype(numpy.uint8)
    picture.tofile(folder / "uint8")
    picture.astype(numpy.float32).tofile(folder / "float32")
    for job, kind, numerators, divisor, goal in jobs():
        if wanted not in f"{job}, {kind}":
            continue
        source = picture.astype(kind)
        kernel = (numerators / divisor).astype(numpy.float32)
        numerators.tofile(folder / "kernel")
        target = numpy.empty_like(source)
        numpy.copyto(target, source)
        copy = statistics.median(timed(9, lambda: numpy.copyto(target, source)))
        for threads in (1, 2):
            cv2.setNumThreads(threads)
            command = [
                BENCH, kind, WIDTH, HEIGHT, folder / kind, kernel.shape[1], kernel.shape[0], folder / "kernel", divisor,
                threads, repeats, folder / "result",
            ]

            def theirs_once():
                cv2.filter2D(source, -1, kernel, dst=target, borderType=cv2.BORDER_REFLECT_101)

            ours, theirs = [], []
            for turn in range(rounds):
                output = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True)
                ours += [float(line) for line in output.stdout.split()]
                theirs_once()
                if turn == 0:
                    found = numpy.fromfile(folder / "result", source.dtype).reshape(source.shape)
                    check(job, kind, found, target, kernel)
                theirs += timed(repeats, theirs_once)
            yield {
                "job": job, "type": kind, "threads": threads, "cnnlab": statistics.median(ours),
                "opencv": statistics.median(theirs), "copy": copy, "goal": goal if threads == 2 else None,
            }
