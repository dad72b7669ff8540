"""Training over processes: its speed here, and a model of its cost that is held against it.

    python3 Benchmarks/cluster                what this machine takes; writes docs/pictures/cluster.svg with --write
    python3 Benchmarks/cluster --short        fewer rounds, on drawn digits

Checks first that all ways give the same weights. Every way takes its turn in every round; the medians are printed. Needs
mpirun (Debian: openmpi-bin). Run it where nothing else runs.
"""

import argparse
import math
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CNNLAB = ROOT / ".build/release/cnnlab"
# Floats of a network of one fully connected layer over 28 × 28 pixels, beside a small and a large one behind it.
NETWORKS = ["fc 10", "fc 256 fc 10", "fc 1024 fc 10", "fc 4096 fc 10"]
BATCH = 64

# Latency of a message in seconds and bytes a second, as their makers and OSU's micro-benchmarks have them in round figures.
LINKS = {"10 Gbit Ethernet (30 µs)": (30e-6, 1.25e9), "InfiniBand HDR (2 µs)": (2e-6, 25e9)}


def train(network, processes, threads, data, epochs, folder):
    """Seconds of the fastest epoch, and the model's bytes."""
    launcher = [] if processes == 1 else ["mpirun", "--allow-run-as-root", "--oversubscribe", "-n", str(processes)]
    log = folder / "log.csv"
    model = folder / "model.safetensors"
    done = subprocess.run(
        [*launcher, CNNLAB, "train", network, "--data", data, "--epochs", str(epochs), "--batch", str(BATCH), "--threads",
         str(threads), "--log", log, "-q", "-o", model], capture_output=True, text=True, cwd=folder)
    if done.returncode:
        sys.exit(f"{network}: {done.stderr}")
    rows = [line.split(",") for line in log.read_text().splitlines()]
    return min(float(row[rows[0].index("seconds")]) for row in rows[1:]), model.read_bytes()


def parameters(network, folder):
    text = subprocess.run([CNNLAB, "arch", network, "--input", "1x28x28"], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"([\d,]+) parameters", text)[1].replace(",", ""))


def compare(network, ways, rounds, arguments, folder):
    """The median of every way, measured in turn."""
    times = {way: [] for way in ways}
    models = set()
    for _ in range(rounds):
        for way in ways:
            seconds, model = train(network, *way, arguments.data, arguments.epochs, folder)
            times[way].append(seconds)
            models.add(model)
    if len(models) != 1:
        sys.exit(f"{network}: the weights differ between the ways")
    return {way: statistics.median(found) for way, found in times.items()}


def messages(processes):
    """Messages that follow each other in a step: one to each other process, and three collections along a tree."""
    return processes - 1 + 3 * math.ceil(math.log2(processes))


def step(processes, shard, update, size, latency, bandwidth):
    """Seconds of a step in which each process passes one shard of 32 pictures."""
    if processes == 1:
        return shard + update
    return shard + update + messages(processes) * latency + 8 * size * (1 - 1 / processes) / bandwidth


def fit(points):
    """Latency and bandwidth that give the least relative squares of t = messages · λ + bytes / β."""
    a = sum((m / t) ** 2 for m, _, t in points)
    b = sum(m * n / t / t for m, n, t in points)
    c = sum((n / t) ** 2 for _, n, t in points)
    x = sum(m / t for m, _, t in points)
    y = sum(n / t for _, n, t in points)
    determinant = a * c - b * b
    return (x * c - y * b) / determinant, determinant / (y * a - x * b)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--short", action="store_true")
    options.add_argument("--data", default="mnist" if "CNNLAB_DATA" in os.environ else "digits")
    options.add_argument("--rounds", type=int)
    options.add_argument("--write", action="store_true", help="write docs/pictures/cluster.svg")
    arguments = options.parse_args()
    rounds = arguments.rounds or (1 if arguments.short else 5)
    arguments.epochs = 2
    if not shutil.which("mpirun"):
        sys.exit("mpirun is not installed; on Debian: apt-get install openmpi-bin")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        found = compare("lenet5", [(1, 1), (1, 2), (2, 1)], rounds, arguments, folder)
        pictures = 55_000
        for (processes, threads), seconds in found.items():
            print(f"lenet5, {processes} × {threads} thread{'s'[:threads - 1]}: {seconds:.3f} s an epoch, {pictures / seconds:,.0f} pictures/s")
        print(f"two processes of one thread: {found[1, 2] / found[2, 1]:.2f} × the speed of one process of two threads")
        if arguments.short:
            return
        steps = math.ceil(pictures / BATCH)
        points = []
        measured = []
        for network in NETWORKS:
            size = parameters(network, folder)
            times = compare(network, [(1, 2), (2, 1)], rounds, arguments, folder)
            extra = max(1e-6, (times[2, 1] - times[1, 2]) / steps)
            points.append((messages(2), 8 * size / 2, extra))
            measured.append((network, size, times[1, 2] / steps, times[2, 1] / steps))
        latency, bandwidth = fit(points)
        print(f"between two processes here: a message {1e6 * latency:.1f} µs, {bandwidth / 1e9:.2f} GB/s")
        print("network         parameters  step of 1 × 2   of 2 × 1   by the model")
        for (network, size, alone, together), (count, data, _) in zip(measured, points):
            model = alone + count * latency + data / bandwidth
            print(f"{network:15} {size:10,}  {1e6 * alone:10.0f} µs {1e6 * together:7.0f} µs  {1e6 * model:9.0f} µs")
        lenet = parameters("lenet5", folder)
        shard = found[1, 1] / steps / 2
        print("lenet5, 32 pictures a process and step: speed ÷ that of one process")
        curves = {}
        for link, (message, bytes_a_second) in LINKS.items():
            one = step(1, shard, 0, lenet, 0, 1)
            curves[link] = [(n, n * one / step(n, shard, 0, lenet, message, bytes_a_second)) for n in sizes()]
            told = [(n, n * one / step(n, shard, 0, lenet, message, bytes_a_second)) for n in (2, 4, 8, 16, 64, 256, 1000)]
            print(f"  {link}: " + ", ".join(f"{n}: {gain:.1f}" for n, gain in told))
        if arguments.write:
            draw(curves, ROOT / "docs/pictures/cluster.svg")


def sizes():
    return sorted({round(10 ** (k / 10)) for k in range(31)})


def draw(curves, path):
    """Gain over processes, both on logarithmic axes."""
    width, height, left, bottom = 640, 400, 70, 60
    x = lambda n: left + (width - left - 170) * math.log10(n) / 3
    y = lambda gain: height - bottom - (height - bottom - 30) * math.log10(max(gain, 1)) / 3
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="DejaVu Sans, sans-serif" font-size="13">',
        "<title>Speed of training over processes, by the model</title>", f'<rect width="{width}" height="{height}" fill="#fff"/>']
    for power in range(4):
        n = 10 ** power
        parts.append(f'<path d="M{x(n):.1f} {y(1):.1f}V30M{left} {y(n):.1f}H{x(1000):.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{x(n):.1f}" y="{height - bottom + 20}" text-anchor="middle">{n:,}</text>')
        parts.append(f'<text x="{left - 8}" y="{y(n) + 4:.1f}" text-anchor="end">{n:,}</text>')
    parts.append(f'<text x="{(x(1) + x(1000)) / 2:.0f}" y="{height - 14}" text-anchor="middle">processes, 32 pictures each a step</text>')
    parts.append(f'<text transform="translate(18 {(y(1) + 30) / 2:.0f}) rotate(-90)" text-anchor="middle">speed ÷ one process</text>')
    parts.append(f'<path d="M{x(1)} {y(1)}L{x(1000)} {y(1000)}" stroke="#777" stroke-dasharray="5 4" fill="none"/>')
    parts.append(f'<text x="{x(1000) + 6:.0f}" y="{y(1000) + 4:.0f}" fill="#555">no cost at all</text>')
    for (link, points), colour in zip(curves.items(), ("#b4540a", "#1c5fa8")):
        line = "L".join(f"{x(n):.1f} {y(gain):.1f}" for n, gain in points)
        parts.append(f'<path d="M{line}" stroke="{colour}" stroke-width="2.5" fill="none"/>')
        words = link.split(" (")
        for number, text in enumerate((words[0], "(" + words[1])):
            parts.append(f'<text x="{x(1000) + 6:.0f}" y="{y(points[-1][1]) + 4 + 16 * number:.0f}" fill="{colour}">{text}</text>')
    path.write_text("\n".join(parts) + "\n</svg>\n")


if __name__ == "__main__":
    main()
