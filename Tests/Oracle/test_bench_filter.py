"""The filter benchmarks in their short form: whatever peers are installed, outputs agree with the definition."""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
JOBS = 7


def test_outputs_agree_and_are_reported(tmp_path):
    command = [sys.executable, ROOT / "Benchmarks/filter", "--short", "--folder", tmp_path]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stdout + result.stderr
    lines = result.stdout.splitlines()
    for tool in ["cnnlab ", "cnnlab, fast ", "cnnlab, small "]:
        assert sum(line.startswith(f"  {tool}") for line in lines) == JOBS, result.stdout
    # Pillow and SciPy come with the tests; Pillow has no dense kernel of 15×15.
    assert sum(line.startswith("  Pillow") for line in lines) == JOBS - 1, result.stdout
    assert sum("of the time of" in line for line in lines) == JOBS
    # No tool that is installed disagrees.
    problems = [line for line in lines if "left out" in line and "not installed" not in line]
    assert problems == []
    assert not (tmp_path / "results.json").exists()


def test_a_wrong_output_is_found(tmp_path):
    """The check of the benchmark is a check: a tool that shifts the picture is reported."""
    script = """
import sys; sys.path.insert(0, sys.argv[1])
from pathlib import Path
from types import SimpleNamespace
import numpy as np
from PIL import Image
from measure import check
folder = Path(sys.argv[2])
pixels = np.random.default_rng(1).integers(0, 256, (80, 90), dtype=np.uint8)
Image.fromarray(pixels).save(folder / "in.png")
Image.fromarray(pixels).save(folder / "same.png")
Image.fromarray(np.roll(pixels, 1, 1)).save(folder / "shifted.png")
(folder / "identity.txt").write_text("0 0 0\\n0 1 0\\n0 0 0\\n")
job = SimpleNamespace(tolerance=0.6, source="in.png")
kernel = folder / "identity.txt"
print(check(job, [folder / "in.png"], kernel, folder / "same.png", True))
print(check(job, [folder / "in.png"], kernel, folder / "shifted.png", True))
"""
    command = [sys.executable, "-c", script, ROOT / "Benchmarks/filter", tmp_path]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert lines[0] == "None"
    assert "levels in the mean" in lines[1]
