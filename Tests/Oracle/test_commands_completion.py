"""The completion scripts, run in the shells they are for."""

import os
import pty
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest

CNNLAB = Path(__file__).resolve().parents[2] / ".build/release/cnnlab"
PATH = f"{CNNLAB.parent}:{os.environ['PATH']}"


def script(shell, folder):
    path = folder / f"completion.{shell}"
    path.write_bytes(subprocess.run([CNNLAB, "--generate-completion-script", shell], capture_output=True, check=True).stdout)
    return path


def bash(line, folder):
    """What bash offers at the end of a line, split as bash splits it: at spaces and around an equals sign."""
    words = line.replace("=", " = ").split(" ")
    program = (
        f'source "{script("bash", folder)}"\nCOMP_WORDS=("$@")\nCOMP_CWORD=$(($# - 1))\n_cnnlab\n'
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    result = subprocess.run(
        ["bash", "-c", program, "bash", *words], cwd=folder, capture_output=True, text=True,
        env={"PATH": PATH})
    assert result.stderr == "" and result.returncode == 0
    return sorted(set(result.stdout.split("\n")) - {""})


@pytest.fixture
def folder(tmp_path):
    for name in ("photo.png", "a picture.jpg", "notes.txt"):
        (tmp_path / name).touch()
    (tmp_path / "photos").mkdir()
    return tmp_path


CASES = [
    ("cnnlab fil", ["filter"]),
    ("cnnlab --ver", ["--version"]),
    ("cnnlab filter --bord", ["--border"]),
    ("cnnlab filter --border re", ["reflect", "replicate"]),
    ("cnnlab filter --border=mi", ["mirror"]),
    ("cnnlab filter --border=", ["mirror", "reflect", "replicate", "wrap", "zero"]),
    ("cnnlab filter --stride ", []),
    ("cnnlab filter scharr-", ["scharr-x", "scharr-y"]),
    ("cnnlab filter --stride 2 scharr-", ["scharr-x", "scharr-y"]),
    ("cnnlab filter --stride=2 scharr-", ["scharr-x", "scharr-y"]),
    ("cnnlab filter --relu scharr-", ["scharr-x", "scharr-y"]),
    ("cnnlab filter edge ph", ["photo.png", "photos"]),
    ("cnnlab filter edge photo.png a", ["a picture.jpg"]),
    ("cnnlab filter edge photo.png -o ph", ["photo.png", "photos"]),
    ("cnnlab kernels --pic", ["--picture"]),
    ("cnnlab kernels --picture ph", ["photo.png", "photos"]),
    ("cnnlab kernels edge scharr-", ["scharr-x", "scharr-y"]),
    ("cnnlab show --chan", ["--channels"]),
]


@pytest.mark.parametrize("line, expected", CASES)
def test_bash(line, expected, folder):
    assert bash(line, folder) == expected


def test_bash_offers_every_command(folder):
    offered = bash("cnnlab ", folder)
    for command in ("filter", "pipeline", "kernels", "show", "help"):
        assert command in offered
        if command != "help":
            assert "--help" in bash(f"cnnlab {command} --h", folder)


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
@pytest.mark.parametrize("line, expected", [
    ("cnnlab fil", ["filter"]),
    ("cnnlab filter --bord", ["--border"]),
    ("cnnlab filter --border re", ["reflect", "replicate"]),
    ("cnnlab filter scharr-", ["scharr-x", "scharr-y"]),
    ("cnnlab kernels --js", ["--json"]),
])
def test_fish(line, expected, folder):
    program = f'source {script("fish", folder)}; complete --do-complete "{line}"'
    result = subprocess.run(
        ["fish", "--no-config", "-c", program], cwd=folder, capture_output=True, text=True,
        env={"PATH": PATH, "HOME": str(folder)})
    assert result.stderr == ""
    assert sorted(row.split("\t")[0] for row in result.stdout.splitlines()) == expected


def zsh(line, folder):
    """What an interactive zsh makes of a line on pressing Tab: the line is read back from its editor."""
    setup = folder / ".zshrc"
    setup.write_text(
        "PS1=; unsetopt zle_bracketed_paste; autoload -U compinit; compinit -u\n"
        f"source {script('zsh', folder)}\n"
        "report() { print -r -- \"LINE<$BUFFER>\" > $HOME/line; exit }; zle -N report; bindkey '^X' report\n"
        "touch $HOME/ready\n"
    )
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvpe("zsh", ["zsh", "-i"], {"PATH": PATH, "HOME": str(folder), "ZDOTDIR": str(folder), "TERM": "dumb"})
    try:
        wait_for(folder / "ready", terminal)
        os.write(terminal, line.encode() + b"\t\x18")
        wait_for(folder / "line", terminal)
    finally:
        os.close(terminal)
        os.waitpid(child, 0)
    return (folder / "line").read_text().strip().removeprefix("LINE<").removesuffix(">")


def wait_for(path, terminal):
    end = time.monotonic() + 20
    while time.monotonic() < end and not (path.exists() and (path.name == "ready" or path.stat().st_size)):
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                os.read(terminal, 65536)
            except OSError:
                break
    assert path.exists()


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
@pytest.mark.parametrize("line, completed", [
    ("cnnlab fil", "cnnlab filter "),
    ("cnnlab filter --bord", "cnnlab filter --border="),
    ("cnnlab filter --border=mi", "cnnlab filter --border=mirror "),
    ("cnnlab filter high-b", "cnnlab filter high-boost "),
    ("cnnlab filter edge not", "cnnlab filter edge notes.txt "),
])
def test_zsh(line, completed, folder):
    assert zsh(line, folder) == completed
