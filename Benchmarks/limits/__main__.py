"""What must hold of the filter side: times against a limit or against a peer in the same run, and memory.

    python Benchmarks/limits                 all of it
    python Benchmarks/limits --only pooling  what has that in its name
    python Benchmarks/limits --pictures 6000 fewer small pictures than 60,000

Prints a line each and ends with 1 where one does not hold. Run it where nothing else runs.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage

ROOT = Path(__file__).resolve().parents[2]
CNNLAB = ROOT / ".build/release/cnnlab"
WIDTH, HEIGHT = 4000, 3000


class Stopwatch:
    """Runs commands from a small process, so that memory is theirs."""

    def __init__(self):
        command = [sys.executable, "-S", "-E", ROOT / "Benchmarks/filter/stopwatch.py"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, *command):
        self.process.stdin.write(json.dumps([str(word) for word in command]) + "\n")
        self.process.stdin.flush()
        cost = json.loads(self.process.stdout.readline())
        if cost["code"] != 0:
            sys.exit(f"Error: {command[1:4]}: {cost['message']}")
        return cost

    def median(self, rounds, *command):
        costs = [self.run(*command) for _ in range(rounds)]
        return {key: statistics.median(cost[key] for cost in costs) for key in ("milliseconds", "cpu", "mebibytes")}


def photograph(folder):
    path = folder / "photograph.png"
    if not path.exists():
        random = np.random.default_rng(1)
        ramp = np.linspace(0, 200, WIDTH)[None, :] + np.linspace(0, 40, HEIGHT)[:, None]
        Image.fromarray((ramp + random.integers(0, 16, ramp.shape)).astype(np.uint8)).save(path, compress_level=1)
    return path


def large_kernels(clock, folder, _):
    picture = photograph(folder)
    for kernel, limit in [("gaussian:170", 1000), ("gaussian:50", 500), ("box:401", 500), ("log:30", 500)]:
        cost = clock.median(3, CNNLAB, "filter", kernel, picture, "-o", folder / "map.png", "--quiet")
        yield f"{kernel} on 12 MP", cost["milliseconds"], limit, "ms", cost


def ranks(clock, folder, _):
    tiny = folder / "tiny.png"
    Image.fromarray(np.arange(0, 240, 20, np.uint8).reshape(3, 4)).save(tiny)
    for kernel in ["gaussian:50", "gaussian:100", "gaussian:170", "log:30", "box:401", "disk:100", "random:1023:1"]:
        cost = clock.median(3, CNNLAB, "filter", kernel, tiny, "-o", folder / "map.png", "--quiet")
        yield f"{kernel} on 12 pixels", cost["milliseconds"], 300, "ms", cost
    for kernel in ["gaussian:50", "box:257", "gaussian:170"]:
        cost = clock.median(3, CNNLAB, "kernels", kernel)
        yield f"kernels {kernel}", cost["milliseconds"], 500, "ms", cost


def depth(clock, folder, _):
    picture = photograph(folder)
    plain = clock.median(5, CNNLAB, "filter", "edge", picture, "-o", folder / "map.png", "--quiet")
    for options in [["--depth", "16"], ["--display", "stretch"], ["--activation", "tanh"], ["--format", "npy"]]:
        target = folder / ("map.npy" if "npy" in options else "map.png")
        cost = clock.median(5, CNNLAB, "filter", "edge", picture, "-o", target, "--quiet", *options)
        ratio = cost["milliseconds"] / plain["milliseconds"]
        yield f"{' '.join(options)}, times the 8-bit job", ratio, 4, "×", cost
        yield f"{' '.join(options)}, memory", cost["mebibytes"], 4 * plain["mebibytes"], "MiB", cost


def pooling(clock, folder, _):
    picture = photograph(folder)
    pixels = np.asarray(Image.open(picture)).astype(np.float32)
    for window in [40, 1000]:
        start = time.perf_counter()
        expected = ndimage.maximum_filter(pixels, size=window)
        theirs = (time.perf_counter() - start) * 1000
        target = folder / "pooled.npy"
        cost = clock.median(
            3, CNNLAB, "filter", "identity", picture, "--pool", f"max:{window}:1", "-o", target, "--quiet")
        found = np.load(target)
        half = window // 2
        inside = expected[half : half + found.shape[0], half : half + found.shape[1]]
        if not np.array_equal(found, inside):
            sys.exit(f"Error: pooling of {window} differs from SciPy's")
        ratio = cost["milliseconds"] / theirs
        yield f"max:{window}:1, file to file, of SciPy's {theirs:.0f} ms in process", ratio, 0.5, "×", cost
        for kind in ["average", "sum"]:
            cost = clock.median(
                3, CNNLAB, "filter", "identity", picture, "--pool", f"{kind}:{window}:1", "-o", target, "--quiet")
            yield f"{kind}:{window}:1, of the same", cost["milliseconds"] / theirs, 1, "×", cost


def many(clock, folder, count):
    pictures = folder / "many"
    maps = folder / "maps"
    if not pictures.exists() or len(os.listdir(pictures)) != count:
        shutil.rmtree(pictures, ignore_errors=True)
        pictures.mkdir()
        random = np.random.default_rng(2)
        for number in range(count):
            Image.fromarray(random.integers(0, 256, (8, 8), np.uint8)).save(pictures / f"{number:05}.png")
    # A pattern of the shell would not fit: the names go by a file of the shell's own.
    script = f"ulimit -s unlimited; cd {pictures} && exec {CNNLAB} filter edge *.png -o {maps} --quiet"
    costs = {}
    for share in [count // 10, count]:
        shutil.rmtree(maps, ignore_errors=True)
        pattern = script if share == count else script.replace("*.png", "$(ls | head -n %d)" % share)
        costs[share] = clock.run("bash", "-c", pattern)
    yield f"{count} small pictures", costs[count]["milliseconds"] / 1000, 90 * count / 60000, "s", costs[count]
    # The names themselves take some hundred bytes each.
    limit = costs[count // 10]["mebibytes"] + 0.0006 * count
    yield f"{count} small pictures, memory", costs[count]["mebibytes"], limit, "MiB", costs[count]


def main():
    parser = argparse.ArgumentParser(prog="Benchmarks/limits")
    parser.add_argument("--only", default="")
    parser.add_argument("--pictures", type=int, default=60000)
    parser.add_argument("--folder", type=Path, default=ROOT / "build/bench-limits")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    clock = Stopwatch()
    failures = 0
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    for part in [large_kernels, ranks, depth, pooling, many]:
        if arguments.only not in part.__name__:
            continue
        for name, value, limit, unit, cost in part(clock, arguments.folder, arguments.pictures):
            holds = value <= limit
            failures += not holds
            print(
                f"{'holds' if holds else 'FAILS'}  {name}: {value:.3g} {unit}, limit {limit:.3g} {unit}"
                f"  (processors {cost['cpu'] / 1000:.2f} s, {cost['mebibytes']:.0f} MiB)", flush=True)
    sys.exit(1 if failures else 0)


main()
