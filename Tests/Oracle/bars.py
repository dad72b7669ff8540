"""Pictures of bars in MNIST's files: ten classes that a network tells apart within an epoch."""

import numpy as np


def idx(path, array):
    """An array of bytes as an IDX file."""
    header = bytes([0, 0, 8, array.ndim]) + b"".join(size.to_bytes(4, "big") for size in array.shape)
    path.write_bytes(header + array.astype(np.uint8).tobytes())


def write_bars(folder, training, test, seed, noise, width):
    """A new folder of so many pictures: a bar `width` columns wide stands where its class says, over noise below `noise`."""
    folder.mkdir()
    generator = np.random.default_rng(seed)
    for part, count in (("train", training), ("t10k", test)):
        labels = (np.arange(count) % 10).astype(np.uint8)
        pictures = generator.integers(0, noise, (count, 28, 28), dtype=np.uint8)
        for picture, label in zip(pictures, labels):
            picture[4:24, 2 + 2 * label : 2 + width + 2 * label] = 230
        idx(folder / f"{part}-images-idx3-ubyte", pictures)
        idx(folder / f"{part}-labels-idx1-ubyte", labels)
