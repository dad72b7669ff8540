"""The limits' measurement, small: it says of each whether it holds, and does not trip over its own checks."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_limit_is_reported(tmp_path):
    command = [sys.executable, ROOT / "Benchmarks/limits", "--folder", tmp_path, "--pictures", "200", "--only"]
    for part, count in [("ranks", 10), ("many", 2)]:
        result = subprocess.run([*command, part], capture_output=True, text=True, timeout=300)
        # What a busy machine makes late is late: only the report is looked at.
        lines = result.stdout.splitlines()[1:]
        assert len(lines) == count and all(line.startswith(("holds  ", "FAILS  ")) for line in lines), result.stderr
        assert result.returncode == any(line.startswith("FAILS") for line in lines)
