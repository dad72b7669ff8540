"""Draws the tutorial's figures anew: runs the figure commands of each page and puts what they draw into figures/."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs" / "tutorial"


def commands(page):
    """The commands of a page's fences; a line that ends in a backslash goes on behind "> "."""
    for fence in re.findall(r"^```console\n(.*?)^```", page.read_text(), re.M | re.S):
        yield from re.findall(r"^\$ (.*)$", fence.replace("\\\n> ", ""), re.M)


def main():
    path = f"{ROOT / '.build/release'}:{os.environ['PATH']}"
    for page in sorted(TUTORIAL.glob("*.md")):
        wanted = re.findall(r"\]\(figures/([^)]+)\)", page.read_text())
        if not wanted:
            continue
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(ROOT / "samples", pathlib.Path(folder) / "samples")
            for command in commands(page):
                if command.startswith("cnnlab train"):
                    continue
                subprocess.run(
                    ["bash", "-c", command], cwd=folder, env=dict(os.environ, PATH=path), check=True,
                    stdout=subprocess.DEVNULL)
            for name in wanted:
                shutil.copy(pathlib.Path(folder) / name, TUTORIAL / "figures" / name)
                print(name)


if __name__ == "__main__":
    main()
