"""Teaches every named network for small pictures with every loss on small parts of every kind of data, many seeds each,
with default settings, and lists those that stay at chance.

    default_grid.py [SEEDS (20)] [WORD…] [-- OPTION…]

`make bench-defaults` runs it; with words only those trainings whose network, data and loss they name, with options
behind -- these too. MNIST and the photographs of CIFAR-10 are taken from $CNNLAB_DATA and left out where they are not
there. It prints the table of docs/training.md.

A training is at chance unless it reads more test pictures right than a coin would: a binomial with the share of the
commonest class exceeds the bound once in a million times.
"""

import concurrent.futures
import gzip
import math
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image, ImageDraw

from bars import idx

CNNLAB = pathlib.Path(os.environ.get("CNNLAB") or pathlib.Path(__file__).resolve().parents[2] / ".build/release/cnnlab")
NETWORKS = [
    "lenet5", "lenet5-1998", "visualizer", "visualizer-mlp", "exercise", "convnet4", "resnet8", "resnet20", "plain20"]
# So much larger than the others that they are taught with three seeds only, unless named.
LARGE = ["resnet20", "plain20"]
LOSSES = ["cross-entropy", "squared", "hinge"]
DATA = ["digits", "mnist", "cifar4", "cifar4-gray", "own-gray", "own-colour"]


def packed(path):
    file = path if path.exists() else path.with_name(path.name + ".gz")
    if not file.exists():
        return None
    return file.read_bytes() if file == path else gzip.decompress(file.read_bytes())


def small_mnist(source, folder):
    """3,000 + 1,000 digits."""
    if packed(source / "train-images-idx3-ubyte") is None:
        return None
    folder.mkdir(parents=True)
    for stem, count in [("train", 3000), ("t10k", 1000)]:
        pictures = np.frombuffer(packed(source / f"{stem}-images-idx3-ubyte"), np.uint8, offset=16)
        labels = np.frombuffer(packed(source / f"{stem}-labels-idx1-ubyte"), np.uint8, offset=8)
        idx(folder / f"{stem}-images-idx3-ubyte", pictures.reshape(-1, 28, 28)[:count])
        idx(folder / f"{stem}-labels-idx1-ubyte", labels[:count])
    return folder


def small_cifar(source, folder):
    """2,400 + 800 photographs of four kinds."""
    if packed(source / "data_batch_1.bin") is None:
        return None
    folder.mkdir(parents=True)
    for stem, count in [("data_batch_1", 2400), ("test_batch", 800)]:
        records = np.frombuffer(packed(source / f"{stem}.bin"), np.uint8).reshape(-1, 3073)
        records = records[np.isin(records[:, 0], [8, 2, 3, 5])][:count]
        (folder / f"{stem}.bin").write_bytes(records.tobytes())
    return folder


def shapes(folder, colours, count=240, side=32, seed=1):
    """Circles, squares and triangles, each a file, light or dark on grounds of any lightness."""
    random = np.random.default_rng(seed)
    for part, pictures in [("train", count), ("test", count // 3)]:
        for kind in ("circle", "square", "triangle"):
            place = folder / part / kind
            place.mkdir(parents=True)
            for index in range(pictures):
                ground = random.integers(0, 256, 3)
                ink = (ground + random.integers(90, 166, 3)) % 256
                if not colours:
                    ground, ink = ground[:1].repeat(3), ink[:1].repeat(3)
                picture = Image.new("RGB", (side, side), tuple(map(int, ground)))
                x, y = random.integers(side // 2 - 4, side // 2 + 5, 2)
                r = int(random.integers(7, 12))
                draw = ImageDraw.Draw(picture)
                if kind == "triangle":
                    draw.polygon([(x, y - r), (x - r, y + r), (x + r, y + r)], fill=tuple(map(int, ink)))
                else:
                    shape = draw.ellipse if kind == "circle" else draw.rectangle
                    shape([x - r, y - r, x + r, y + r], fill=tuple(map(int, ink)))
                values = np.asarray(picture) + random.normal(0, 6, (side, side, 1))
                picture = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
                (picture if colours else picture.convert("L")).save(place / f"{index}.png")
    return folder


def data_sets(folder):
    """Name: (what --data takes, further options, share of the commonest class in the test part)."""
    found = {"digits": ("digits", ["--validation", 57000], 0.1137)}
    source = pathlib.Path(os.environ.get("CNNLAB_DATA", "/nowhere"))
    mnist = small_mnist(source / "mnist", folder / "mnist")
    if mnist:
        found["mnist"] = (mnist, [], 0.126)
    for name in ("cifar4", "cifar4-gray"):
        cifar = small_cifar(source / "cifar4", folder / name)
        if cifar:
            found[name] = (cifar, [], 0.28)
    found["own-gray"] = (shapes(folder / "own-gray", colours=False), [], 1 / 3)
    found["own-colour"] = (shapes(folder / "own-colour", colours=True), [], 1 / 3)
    return found


def trained(network, loss, data, options, seed, folder, extra=()):
    """How many test pictures are read right in the end, and of how many; 0 of 1 where the training failed."""
    model = folder / f"{network}-{loss}-{pathlib.Path(str(data)).name}-{seed}.safetensors"
    result = subprocess.run(
        [CNNLAB, "train", network, "--loss", loss, "--data", str(data), *map(str, options), "--seed", str(seed),
         "--threads", "1", "-o", model, *map(str, extra)], capture_output=True, text=True)
    model.unlink(missing_ok=True)
    match = re.search(r"Test accuracy .*\(([\d,]+) of ([\d,]+)\)", result.stdout)
    return tuple(int(number.replace(",", "")) for number in match.groups()) if match else (0, 1)


def bound(count, chance, doubt=1e-6):
    """The fewest right answers of `count` that are no luck: luck gives as many with a probability under `doubt`."""
    tail = 0.0
    for right in range(count, -1, -1):
        tail += math.exp(
            math.lgamma(count + 1) - math.lgamma(right + 1) - math.lgamma(count - right + 1)
            + right * math.log(chance) + (count - right) * math.log1p(-chance))
        if tail >= doubt:
            return right + 1
    return 0


def cell(pool, network, loss, data, count, folder, extra=()):
    """Shares of right answers with seeds 1 to `count`, and the seeds that stay at chance."""
    source, options, chance = data
    results = list(pool.map(
        lambda seed: trained(network, loss, source, options, seed, folder, extra), range(1, count + 1)))
    shares = [right / pictures for right, pictures in results]
    return shares, [seed for seed, (right, pictures) in enumerate(results, 1) if right < bound(pictures, chance)]


def grid(seeds, words, workers=2, extra=()):
    failures = 0
    print(f"{'data':11} {'network':14} {'loss':13} seeds   least  median")
    with tempfile.TemporaryDirectory() as name, concurrent.futures.ThreadPoolExecutor(workers) as pool:
        folder = pathlib.Path(name)
        sets = data_sets(folder)
        for data in [data for data in DATA if data in sets]:
            for network in NETWORKS:
                count = min(seeds, 3) if network in LARGE and network not in words else seeds
                for loss in LOSSES:
                    if not all(word in (data, network, loss) for word in words):
                        continue
                    shares, dead = cell(pool, network, loss, sets[data], count, folder, extra)
                    failures += len(dead)
                    print(f"{data:11} {network:14} {loss:13} {count:5} {100 * min(shares):5.1f} % {100 * np.median(shares):5.1f} %"
                          f"{'  at chance: seeds ' + str(dead) if dead else ''}", flush=True)
    return failures


if __name__ == "__main__":
    arguments = sys.argv[1:]
    extra = arguments[arguments.index("--") + 1:] if "--" in arguments else []
    if "--" in arguments:
        arguments = arguments[:arguments.index("--")]
    number = int(arguments.pop(0)) if arguments and arguments[0].isdigit() else 20
    sys.exit(1 if grid(number, arguments, extra=extra) else 0)
