"""What is measured: a kernel, a picture, the tools that can do it, and the goal."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

import peers


@dataclass
class Job:
    name: str
    kernel: str
    source: str
    peers: dict
    # cnnlab's time as a share of the fastest peer's.
    goal: float

    @property
    def tolerance(self):
        """Mean difference in levels that is agreement: the tools make gray of colour before or after rounding it, and
        a kernel multiplies that."""
        return 4 if self.source.endswith("jpg") else 0.6


def write_kernels(folder: Path):
    distances = np.arange(15) - 7
    column = np.exp(-(distances**2) / (2 * 2.5**2))
    gaussian = np.outer(column, column)
    dense = np.random.default_rng(4).uniform(-1, 1, (15, 15))
    for name, weights in {
        "edge": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
        "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
        "gaussian": gaussian / gaussian.sum(),
        "dense": (dense - dense.mean()) / 4 + 1 / 225,
    }.items():
        np.savetxt(folder / f"{name}.txt", weights, fmt="%.8g")


def all_jobs():
    return [
        Job("3×3 edge, 12 MP colour JPEG", "edge", "12mp.jpg", peers.SMALL_KERNEL, 0.40),
        Job("3×3 edge, 12 MP gray PNG", "edge", "12mp.png", peers.GRAY_PNG, 0.55),
        Job("sharpen, 12 MP JPEG", "sharpen", "12mp.jpg", peers.SMALL_KERNEL, 0.45),
        Job("Gaussian 15×15, 12 MP PNG", "gaussian", "12mp.png", peers.GAUSSIAN, 0.60),
        Job("dense 15×15, 12 MP PNG", "dense", "12mp.png", peers.DENSE, 0.55),
        Job("3×3 edge, 1 MP PNG", "edge", "1mp.png", peers.GRAY_PNG, 0.40),
        Job("3×3 edge, 512×512 PNG", "edge", "512.png", peers.GRAY_PNG, 0.20),
        Job("200 pictures of 512×512, one command", "edge", "many", peers.MANY, 0.70),
    ]


def short_jobs():
    """The same on small pictures."""
    jobs = [job for job in all_jobs() if job.source != "1mp.png"]
    for job in jobs:
        job.name = job.name.replace("12 MP", "1 MP").replace("200", "8")
        job.source = job.source.replace("12mp", "1mp")
    return jobs
