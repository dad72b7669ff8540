"""What the numbers were measured on."""

import pathlib
import subprocess


def processor():
    """The processor's name, without the brand's ornaments."""
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return "unknown processor"


def extensions():
    """Which of the instruction sets that count here the processor has."""
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("flags"):
            flags = line.split()
            known = {"avx2": "AVX2", "avx512f": "AVX-512"}
            return [name for flag, name in known.items() if flag in flags]
    return []


def commit(root):
    """The commit, marked where files differ from it."""

    def git(*arguments):
        return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout.strip()

    name = git("rev-parse", "--short", "HEAD")
    changed = [line for line in git("status", "--porcelain").splitlines() if not line.endswith("docs/benchmarks.md")]
    return name + (" with changes" if changed else "")
