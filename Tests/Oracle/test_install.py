"""What `make install` and `make deb` put on a machine: manual pages that man reads, completions, a package that works."""

import os
import pathlib
import re
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CNNLAB = ROOT / ".build/release/cnnlab"
COMMANDS = ["filter", "pipeline", "kernels", "show", "figures", "train", "test", "predict", "arch", "data", "dump", "compare",
            "explore", "export", "import"]


@pytest.fixture(scope="module")
def share(tmp_path_factory):
    folder = tmp_path_factory.mktemp("share")
    subprocess.run([ROOT / ".ci/make-manual", CNNLAB, folder], check=True)
    return folder


def test_every_command_has_its_page(share):
    pages = {path.name for path in (share / "man/man1").iterdir()}
    assert pages == {"cnnlab.1", "cnnlab-data-list.1", "cnnlab-data-fetch.1", *(f"cnnlab-{name}.1" for name in COMMANDS)}
    # Every page says all that --help says: each option, each word of the discussion.
    for page in (share / "man/man1").iterdir():
        words = page.stem.split("-")[1:]
        shown = subprocess.run([CNNLAB, *words, "--help"], capture_output=True, text=True, check=True).stdout
        text = page.read_text().replace("\\-", "-")
        for option in re.findall(r"^  (-[^ ]*(?:, --[^ ]+)?)", shown, re.M):
            assert option in text, (page.name, option)
        assert text.startswith(f'.TH {page.stem.upper()} 1 "" "cnnlab ')


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_man_reads_the_pages(share):
    for page in sorted((share / "man/man1").iterdir()):
        done = subprocess.run(
            ["groff", "-man", "-ww", "-Tutf8", "-K", "utf8", "-rLL=80n", page], capture_output=True, text=True)
        assert done.returncode == 0 and done.stderr == "", (page.name, done.stderr)
        plain = re.sub(r"\x1b\[[0-9;]*m|.\x08", "", done.stdout)
        for heading in ("NAME", "SYNOPSIS", "OPTIONS"):
            assert re.search(rf"^{heading}$", plain, re.M), (page.name, heading)


def test_examples_keep_their_lines(share):
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-K", "utf8", "-rLL=80n", share / "man/man1/cnnlab-pipeline.1"], capture_output=True, text=True)
    plain = re.sub(r"\x1b\[[0-9;]*m|.\x08", "", done.stdout)
    shown = subprocess.run([CNNLAB, "pipeline", "--help"], capture_output=True, text=True, check=True).stdout
    examples = [line.strip() for line in shown.split("USAGE:")[0].splitlines() if line.startswith("  ")]
    for line in examples:
        assert any(line == found.strip() for found in plain.splitlines()), line


@pytest.mark.skipif(not shutil.which("dpkg-deb") or not shutil.which("dpkg-shlibdeps"), reason="dpkg-dev is not installed")
def test_the_package(tmp_path):
    built = [subprocess.run([ROOT / ".ci/make-deb", CNNLAB, tmp_path / str(number)], check=True, capture_output=True, text=True)
             .stdout.strip() for number in range(2)]
    first, second = (pathlib.Path(path) for path in built)
    assert first.read_bytes() == second.read_bytes()
    if shutil.which("lintian"):
        words = subprocess.run(["lintian", "--allow-root", first], capture_output=True, text=True)
        assert words.stdout == "" and words.returncode == 0, words.stdout
    subprocess.run(["dpkg-deb", "-x", first, tmp_path / "root"], check=True)
    facts = subprocess.run(["dpkg-deb", "-f", first], check=True, capture_output=True, text=True).stdout
    for package in ("libc6", "libpng16-16", "zlib1g", "libisal2"):
        assert re.search(rf"^Depends:.*\b{package}\b", facts, re.M), facts
    program = tmp_path / "root/usr/bin/cnnlab"
    assert subprocess.run([program, "--version"], capture_output=True, text=True).stdout == subprocess.run(
        [CNNLAB, "--version"], capture_output=True, text=True).stdout
    subprocess.run([program, "filter", "edge", ROOT / "samples/eight.png", "-o", tmp_path / "e.png"], check=True)
    assert os.access(tmp_path / "root/usr/share/man/man1/cnnlab-filter.1.gz", os.R_OK)
    assert (tmp_path / "root/usr/share/zsh/vendor-completions/_cnnlab").exists()
