"""One job from file to file: every tool's output is checked, then all of them are timed in turns."""

import json
import statistics
import subprocess
import sys

import numpy as np
from PIL import Image
from scipy import ndimage

import peers

MARGIN = 16
# Rows that are compared.
ROWS = 256
# Milliseconds from which on a tool has one round only: it is not the fastest.
SLOW = 2000


class Stopwatch:
    """Times commands in a small process beside this one."""

    def __enter__(self):
        command = [sys.executable, "-S", "-E", peers.HERE / "stopwatch.py"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def run(self, command):
        """What a command cost; raises where it fails."""
        self.process.stdin.write(json.dumps([str(word) for word in command]) + "\n")
        self.process.stdin.flush()
        cost = json.loads(self.process.stdout.readline())
        if cost["code"] != 0:
            raise RuntimeError((cost["message"].splitlines() or [f"exit {cost['code']}"])[-1])
        return cost


def outputs(target):
    return sorted(target.iterdir()) if target.is_dir() else [target]


def stripe(path):
    """Some rows from the middle of a picture, with a margin of their own, as gray."""
    image = Image.open(path)
    top = max(0, (image.height - ROWS) // 2)
    box = (0, top, image.width, min(image.height, top + ROWS))
    return np.asarray(image.convert("L").crop(box), np.float32)


def inside(pixels):
    """Without the margin: what lies beyond a border is each tool's own choice."""
    return pixels[MARGIN:-MARGIN, MARGIN:-MARGIN]


def expected(source, kernel):
    """The definition, in double precision."""
    sums = ndimage.correlate(stripe(source).astype(np.float64), np.loadtxt(kernel), mode="nearest")
    return np.clip(np.rint(inside(sums)), 0, 255)


def check(job, sources, kernel, target, is_ours):
    """What is wrong with an output, or None."""
    found = outputs(target)
    if len(found) != len(sources):
        return f"{len(found)} pictures of {len(sources)} came out"
    for index in {0, len(sources) // 2, len(sources) - 1}:
        difference = np.abs(inside(stripe(found[index])) - expected(sources[index], kernel))
        if difference.mean() > job.tolerance:
            return f"its output differs by {difference.mean():.1f} levels in the mean"
        if is_ours and job.source.endswith("png") and difference.max() > 1:
            return f"its output differs by up to {difference.max():.0f} levels"
    return None


def measure(job, folder, rounds, stopwatch):
    """Rows of medians, ours first, and what was left out for which reason."""
    kernel = folder / f"{job.kernel}.txt"
    source = folder / job.source
    sources = sorted(source.iterdir()) if source.is_dir() else [source]
    commands, targets, left_out = {}, {}, {}
    for index, (name, command) in enumerate((peers.OURS | job.peers).items()):
        if not command.is_installed:
            left_out[name] = "it is not installed"
            continue
        target = folder / "out" / job.kernel / str(index)
        if source.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            for old in target.iterdir():
                old.unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target = target.with_suffix(".png")
        words = command.words(kernel, sources, target)
        try:
            stopwatch.run(words)
            problem = check(job, sources, kernel, target, name in peers.OURS)
        except (RuntimeError, OSError) as error:
            problem = str(error)[:80]
        if problem is None:
            commands[name], targets[name] = words, target
        elif name in peers.OURS:
            sys.exit(f"Error: {job.name}: {name}: {problem}")
        else:
            left_out[name] = problem
    samples = {name: [] for name in commands}
    for turn in range(rounds):
        for name, words in commands.items():
            if turn == 0 or statistics.median(cost["milliseconds"] for cost in samples[name]) < SLOW:
                samples[name].append(stopwatch.run(words))
    rows = []
    for name, costs in samples.items():
        row = {key: statistics.median(cost[key] for cost in costs) for key in ("milliseconds", "cpu", "mebibytes")}
        rows.append({"tool": name, "bytes": sum(file.stat().st_size for file in outputs(targets[name])), **row})
    return rows, left_out
