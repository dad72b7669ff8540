"""Runs every command of the documentation and compares what it prints.

In README.md and docs/**/*.md a fence ```console holds commands behind "$ " with their output below; a line that is
only "…" stands for any lines, and "…" in a line for any characters. Commands that name the data set mnist are left out
where it is not in $CNNLAB_DATA. Each document's commands run in one scratch folder with samples/ in it; `make` runs in
the repository itself. A picture under figures/ must come out of those commands as it is committed, but for what another
font rendering may change. Links must lead to files and headings that are there.
"""

import os
import pathlib
import re
import shutil
import subprocess

import numpy as np
import pytest
from PIL import Image, ImageSequence

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
        pattern += "(?:.*\n)*?" if line.strip() == "…" else re.escape(line.rstrip()).replace("…", ".*") + "\n"
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
    for name in re.findall(r"\]\(figures/([^)]+)\)", document.read_text()):
        assert (tmp_path / name).exists(), f"no command of {document.name} draws {name}"
        assert_alike(document.parent / "figures" / name, tmp_path / name)


def frames(path):
    with Image.open(path) as picture:
        return [np.asarray(frame.convert("RGB"), float) for frame in ImageSequence.Iterator(picture)]


def assert_alike(committed, drawn):
    """Edges of letters may differ a little from machine to machine; a value, a bar or a place may not."""
    before, after = frames(committed), frames(drawn)
    assert len(before) == len(after), f"{drawn.name} has {len(after)} frames, {len(before)} were committed"
    for one, other in zip(before, after):
        assert one.shape == other.shape, f"{drawn.name} is {other.shape}, {one.shape} was committed"
        difference = np.abs(one - other).max(axis=2)
        assert difference.mean() < 0.5 and (difference > 64).mean() < 0.002, f"{drawn.name} is not what was committed"


def without_fences(document):
    return re.sub(r"^```.*?^```", "", document.read_text(), flags=re.M | re.S)


def anchors(document):
    """The names that a page gives its headings, as GitHub makes them."""
    found = set()
    for heading in re.findall(r"^#+ (.+)$", without_fences(document), re.M):
        name = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()).strip().replace(" ", "-")
        count = 0
        while (unique := f"{name}-{count}" if count else name) in found:
            count += 1
        found.add(unique)
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document):
    text = without_fences(document)
    for target in re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        path = (document.parent / file).resolve() if file else document
        assert path.exists(), f"{document.name} links to {target}, which is not there"
        if anchor and path.suffix == ".md":
            assert anchor in anchors(path), f"{document.name} links to {target}, but no heading is called so"


def test_every_committed_figure_is_shown():
    folder = ROOT / "docs" / "tutorial"
    shown = {name for page in folder.glob("*.md") for name in re.findall(r"\]\(figures/([^)]+)\)", page.read_text())}
    assert shown == {path.name for path in (folder / "figures").iterdir()}
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 3_000_000


def test_the_comparison_itself():
    assert matches(["a", "…", "d"], "a\nb\nc\nd\n")
    assert matches(["a 1 …"], "a 1 2 3\n") and not matches(["a 1 …"], "a 2 3\n")
    assert matches(["a"], "a  \n")
    assert matches(["Accuracy 9…"], "Accuracy 97.1 %\n")
    assert not matches(["Accuracy 9…"], "Accuracy 87.1 %\n")
    assert not matches(["a"], "a\nb\n")
    assert not matches(["a", "c"], "a\nb\n")


def test_a_picture_with_another_number_is_not_alike(tmp_path):
    drawn = np.full((200, 300, 3), 255, np.uint8)
    Image.fromarray(drawn).save(tmp_path / "a.png")
    drawn[100:112, 100:110] = 0
    Image.fromarray(drawn).save(tmp_path / "b.png")
    assert_alike(tmp_path / "a.png", tmp_path / "a.png")
    with pytest.raises(AssertionError):
        assert_alike(tmp_path / "a.png", tmp_path / "b.png")
