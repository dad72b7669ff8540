"""Runs every command of the documentation and compares what it prints.

In README.md and docs/**/*.md a fence ```console holds commands behind "$ " with their output below; a line that is
only "…" stands for any lines, a "…" at the end of a line for any rest of it. Commands that name the data set mnist are
left out where it is not in $CNNLAB_DATA. Each document's commands run in one scratch folder with samples/ in it; `make` runs in the
repository itself. Links to files must lead somewhere.
"""

import os
import pathlib
import re
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARIES = ROOT / ".build" / "release"
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def steps(text):
    """The commands of a document with the lines expected below each."""
    found = []
    for fence in re.findall(r"^```console\n(.*?)^```", text, re.M | re.S):
        for line in fence.splitlines():
            if line.startswith("$ "):
                found.append([line[2:], []])
            elif line.startswith("> ") and found and found[-1][0].endswith("\\"):
                found[-1][0] = found[-1][0][:-1] + line[2:]
            else:
                assert found, f"output before any command: {line}"
                found[-1][1].append(line)
    return found


def matches(expected, printed):
    pattern = ""
    for line in expected:
        line = line.rstrip()
        if line.strip() == "…":
            pattern += "(?:.*\n)*?"
        elif line.endswith("…"):
            pattern += re.escape(line[:-1]) + ".*\n"
        else:
            pattern += re.escape(line) + "\n"
    text = "".join(line.rstrip() + "\n" for line in printed.splitlines())
    return re.fullmatch(pattern, text) is not None


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_print_what_is_written(document, tmp_path):
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    environment = dict(os.environ, PATH=f"{BINARIES}:{os.environ['PATH']}", COLUMNS="80")
    has_mnist = (pathlib.Path(os.environ.get("CNNLAB_DATA", "/nowhere")) / "mnist").is_dir()
    for command, expected in steps(document.read_text()):
        if "--data mnist" in command and not has_mnist:
            continue
        folder = ROOT if command.startswith("make") else tmp_path
        run = subprocess.run(
            ["bash", "-c", command.replace("make", "make -s --no-print-directory", 1) if folder == ROOT else command],
            cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600,
        )
        assert matches(expected, run.stdout), f"$ {command}\nexpected:\n" + "\n".join(expected) + f"\nprinted:\n{run.stdout}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document):
    text = re.sub(r"^```.*?^```", "", document.read_text(), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text):
        if "://" in target or target.startswith("#"):
            continue
        path = (document.parent / target.split("#")[0]).resolve()
        assert path.exists(), f"{document.name} links to {target}, which is not there"


def test_the_comparison_itself():
    assert matches(["a", "…", "d"], "a\nb\nc\nd\n")
    assert matches(["a 1 …"], "a 1 2 3\n") and not matches(["a 1 …"], "a 2 3\n")
    assert matches(["a"], "a  \n")
    assert not matches(["a"], "a\nb\n")
    assert not matches(["a", "c"], "a\nb\n")
