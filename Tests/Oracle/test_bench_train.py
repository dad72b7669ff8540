"""The training benchmark's short form agrees with itself and keeps its bounds; its writer keeps other sections."""

import json
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BENCHMARK = ROOT / "Benchmarks" / "train"
sys.path.insert(0, str(BENCHMARK))

import document  # noqa: E402


def test_short_form(tmp_path):
    path = tmp_path / "results.json"
    result = subprocess.run(
        [sys.executable, BENCHMARK, "--short", "--data", "digits", "--networks", "lenet5", "--results", path],
        capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    (found,) = json.loads(path.read_text())
    assert found["settings"]["operations"] == 2_263_920
    (run,) = found["programs"]["cnnlab"]["runs"]
    assert run["memory"] <= 200
    assert run["accuracy"] > 94
    # Bounds that hold on a busy machine too; docs/benchmarks.md has the real ones.
    assert found["programs"]["cnnlab"]["single"] < 0.01
    losses = [each["loss"] for each in found["instruction_sets"].values()]
    assert max(losses) < 1.1 * min(losses)
    assert "## Training" in result.stdout


@pytest.mark.parametrize("before, after", [
    ("# Benchmarks\n", "# Benchmarks\n\n## Training\n\nnew\n"),
    ("# Benchmarks\n\n## Training\n\nold\n\n### part\n", "# Benchmarks\n\n## Training\n\nnew\n"),
    ("# Benchmarks\n\n## Training\n\nold\n\n## Filters\n\nkept\n",
     "# Benchmarks\n\n## Training\n\nnew\n\n## Filters\n\nkept\n"),
    ("# Benchmarks\n\n## Filters\n\nkept\n", "# Benchmarks\n\n## Filters\n\nkept\n\n## Training\n\nnew\n"),
    ("# Benchmarks\n\n## Filters\n\nkept\n\n## Training\n\nold\n",
     "# Benchmarks\n\n## Filters\n\nkept\n\n## Training\n\nnew\n"),
])
def test_writer_replaces_its_own_section_alone(before, after, tmp_path):
    page = tmp_path / "benchmarks.md"
    page.write_text(before)
    document.replace(page, "Training", "## Training\n\nnew\n")
    assert page.read_text() == after
