"""The program starts with the libraries that filtering needs, and no others; the rest is loaded when it is needed."""

import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = ROOT / ".build" / "release" / "cnnlab"

# What reading and writing pictures takes, and what the compiler's runtime asks for.
NEEDED = {"libisal", "libpng16", "libjpeg", "libz", "libstdc++", "libm", "libgcc_s", "libc", "ld-linux-x86-64"}


@pytest.mark.skipif(os.uname().sysname != "Linux" or os.uname().machine != "x86_64", reason="names of Linux on x86-64")
def test_only_these_libraries_are_linked():
    listed = subprocess.run(["ldd", BINARY], check=True, capture_output=True, text=True).stdout
    found = {re.match(r"\s*(?:.*/)?([\w+-]+)\.so", line)[1] for line in listed.splitlines() if "vdso" not in line}
    assert found <= NEEDED, f"also loaded at every start: {sorted(found - NEEDED)}"


def hidden(tmp_path, library):
    """A machine without a library: a file of its name that is none stands before it."""
    (tmp_path / "hidden").mkdir()
    for name in library:
        (tmp_path / "hidden" / name).write_text("no library")
    return dict(os.environ, LD_LIBRARY_PATH=str(tmp_path / "hidden"))


@pytest.mark.parametrize("arguments, library, message", [
    (["figures", "max-pooling", "-o", "p.png"], ["libcairo.so.2", "libcairo.so"],
     "Cairo is needed to draw this, but is not on this machine; install it (Debian, Ubuntu: apt install libcairo2)"),
    (["figures", "convolution", "-o", "c.gif"], ["libgif.so.7", "libgif.so"],
     "Giflib is needed to draw this, but is not on this machine; install it (Debian, Ubuntu: apt install libgif7)"),
    (["data", "fetch", "mnist"], ["libnettle.so.8", "libnettle.so.9", "libnettle.so.7", "libnettle.so"],
     "Nettle is needed to fetch data, but is not on this machine; install it (Debian, Ubuntu: apt install libnettle8)"),
])
def test_a_missing_library_is_named(arguments, library, message, tmp_path):
    environment = dict(hidden(tmp_path, library), CNNLAB_DATA=str(tmp_path / "data"), CNNLAB_MIRROR="http://127.0.0.1:9/{set}")
    run = subprocess.run([BINARY, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert run.returncode == 1 and run.stdout == ""
    assert message in run.stderr and len(run.stderr.splitlines()) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) in (["hidden"], ["data", "hidden"])
