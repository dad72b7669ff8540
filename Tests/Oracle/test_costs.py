"""Instructions and allocations of the hot paths stay within what costs.json allows.

Valgrind counts them, so the numbers do not depend on how busy the machine is: one core, the AVX2 build of the loops (all
that Valgrind knows). `make costs` counts anew; look at the difference before it is committed, and say why in the message.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess

import pytest
from PIL import Image

from bars import write_bars

ROOT = pathlib.Path(__file__).resolve().parents[2]
COSTS = pathlib.Path(__file__).with_name("costs.json")
RECORD = os.environ.get("CNNLAB_RECORD_COSTS") == "1"
# The compiler and the C library of another machine make a little difference.
SLACK = 1.10

JOBS = {
    "start": ["--version"],
    "edge, 8 bits": ["filter", "edge", "picture.png", "-o", "edge.png"],
    "gaussian:5, 8 bits": ["filter", "gaussian:5", "picture.png", "-o", "blurred.png"],
    "edge, numbers": ["filter", "edge", "picture.png", "-o", "edge.npy"],
    "edge relu max:2": ["pipeline", "edge relu max:2", "picture.png", "-o", "pooled.png"],
    "100 tiny pictures": ["filter", "sharpen", *[f"tiny/{n}.png" for n in range(100)], "-o", "maps/"],
    "reading a digit": ["predict", "lenet", "eight.png"],
    "an epoch of 640 digits": ["train", "lenet5", "--data", "digits640", "--epochs", "1", "--validation", "0", "-o", "m.safetensors"],
    "vgg16 as a table": ["arch", "vgg16"],
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    if not shutil.which("valgrind"):
        pytest.skip("valgrind is not installed")
    folder = tmp_path_factory.mktemp("costs")
    # Valgrind does not understand the debugging information of this compiler.
    subprocess.run(["strip", "-o", folder / "cnnlab", ROOT / ".build/release/cnnlab"], check=True)
    boat = Image.open(ROOT / "samples/boat.png").convert("L").crop((300, 200, 812, 712))
    boat.save(folder / "picture.png")
    shutil.copy(ROOT / "samples/eight.png", folder / "eight.png")
    (folder / "tiny").mkdir()
    for number in range(100):
        boat.crop((number, number, number + 24, number + 24)).save(folder / f"tiny/{number}.png")
    write_bars(folder / "digits640", training=640, test=16, seed=1, noise=40, width=2)
    return folder


def count(place, arguments):
    environment = dict(os.environ, CNNLAB_INSTRUCTION_SET="avx2")

    def run(*tool):
        done = subprocess.run(
            ["taskset", "-c", str(min(os.sched_getaffinity(0))), "valgrind", *tool, place / "cnnlab", *arguments],
            cwd=place, env=environment, capture_output=True, text=True, timeout=900)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stderr

    instructions = run("--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")
    memory = run("--tool=memcheck", "--leak-check=no", "--undef-value-errors=no", "--trace-children=no")
    return {
        "instructions": int(re.search(r"I\s+refs:\s+([\d,]+)", instructions)[1].replace(",", "")),
        "allocations": int(re.search(r"total heap usage: ([\d,]+) allocs", memory)[1].replace(",", "")),
        "allocated bytes": int(re.search(r"([\d,]+) bytes allocated", memory)[1].replace(",", "")),
    }


@pytest.mark.parametrize("job", JOBS)
def test_costs(job, place):
    shutil.rmtree(place / "maps", ignore_errors=True)
    found = count(place, JOBS[job])
    costs = json.loads(COSTS.read_text()) if COSTS.exists() else {}
    if RECORD:
        costs[job] = found
        COSTS.write_text(json.dumps({name: costs[name] for name in JOBS if name in costs}, indent=2) + "\n")
        return
    for what, allowed in costs[job].items():
        assert found[what] <= SLACK * allowed, (
            f"{job}: {found[what]:,} {what}, {allowed:,} were measured before; make it cheaper, or run 'make costs' and "
            "say why")
