"""A training over processes of mpirun: the same bits, one voice, and a clear end whatever happens to a process.

CNNLAB_KILLS=50 kills that many times; the short form three.
"""

import os
import random
import re
import shutil
import signal
import subprocess
import time

import pytest

from test_training import CNNLAB, SMALL, data, run, train  # noqa: F401 (a fixture)

KILLS = int(os.environ.get("CNNLAB_KILLS", "3"))
NORMALIZED = "conv 4 3x3 batchnorm relu max 2 dropout 0.2 fc 10"



@pytest.fixture(scope="module", autouse=True)
def launcher():
    """Where mpirun is missing, or may not start processes, there is nothing to test."""
    if not shutil.which("mpirun"):
        pytest.skip("mpirun is not installed")
    trial = subprocess.run(
        ["mpirun", "--allow-run-as-root", "--oversubscribe", "-n", "3", "true"], capture_output=True, text=True, timeout=60)
    if trial.returncode:
        pytest.skip(f"mpirun starts nothing here: {trial.stderr.strip()[:200]}")


def command(processes, *arguments):
    return ["mpirun", "--allow-run-as-root", "--oversubscribe", "-n", str(processes), str(CNNLAB), *map(str, arguments)]


def mpi(processes, *arguments, cwd, check=True):
    result = subprocess.run(command(processes, *arguments), cwd=cwd, capture_output=True, text=True, timeout=120)
    if check:
        assert result.returncode == 0, result.stdout + result.stderr
    return result


def voices(result):
    """What cnnlab has said, without the words of mpirun."""
    return [line for line in result.stderr.splitlines() if line.startswith("Error:")]


@pytest.mark.parametrize(
    "network, options",
    [(SMALL, []), (NORMALIZED, ["--batch", 200, "--optimizer", "adam", "--augment", "affine", "--average", 0.9])])
def test_the_same_bits(data, tmp_path, network, options):
    options = ["train", network, "--data", data, "--epochs", 2, *options]
    run(*options, "--threads", 1, "-o", "alone.safetensors", "--log", "alone.csv", cwd=tmp_path)
    right = (tmp_path / "alone.safetensors").read_bytes()
    losses = [line.split(",")[2:] for line in (tmp_path / "alone.csv").read_text().splitlines()]
    for processes in (2, 3, 4):
        for threads in (1, 2):
            mpi(processes, *options, "--threads", threads, "-o", "m.safetensors", "--log", "m.csv", cwd=tmp_path)
            assert (tmp_path / "m.safetensors").read_bytes() == right, (processes, threads)
            found = [line.split(",")[2:] for line in (tmp_path / "m.csv").read_text().splitlines()]
            assert found == losses
    # Nothing is left but what process 0 has written.
    assert sorted(path.name for path in tmp_path.iterdir()) == ["alone.csv", "alone.safetensors", "m.csv", "m.safetensors"]


def test_one_process_speaks(data, tmp_path):
    alone = train(data, tmp_path, "--epochs", 1, "--threads", 1).stdout
    found = mpi(3, "train", SMALL, "--data", data, "--validation", 200, "--epochs", 1, "--threads", 1, cwd=tmp_path)
    assert voices(found) == []
    words = " ".join(found.stdout.split())
    assert "3 processes of 1 thread, but any number gives these weights" in words
    for part in ("Network ", "Epoch 1/1", "Kept epoch", "Test accuracy", "Wrote "):
        assert found.stdout.count(part) == alone.count(part) == 1, part
    accuracy = re.search(r"Test accuracy.*", alone)[0]
    assert accuracy in found.stdout


@pytest.mark.parametrize(
    "options, words",
    [(["--data", "nowhere"], "no data set or folder 'nowhere'"),
     (["--data", "{data}", "-o", "no/such/folder/m.safetensors"], "no/such/folder"),
     (["--data", "{data}", "--learning-rate", "1e9"], "The loss is not a number any more"),
     (["--data", "{data}", "--resume", "nothing.checkpoint"], "nothing.checkpoint")])
def test_an_error_is_said_once(data, tmp_path, options, words):
    began = time.monotonic()
    found = mpi(3, "train", SMALL, *[option.format(data=data) for option in options], cwd=tmp_path, check=False)
    assert found.returncode == 1
    lines = voices(found)
    assert len(lines) == 1 and words in lines[0], found.stderr
    assert list(tmp_path.iterdir()) == []
    assert time.monotonic() - began < 30


def test_processes_that_read_other_pictures(data, tmp_path):
    """On a cluster each machine may have files of its own."""
    other = tmp_path / "other"
    shutil.copytree(data, other)
    labels = other / "train-labels-idx1-ubyte"
    labels.write_bytes(labels.read_bytes()[:-1] + b"\x00")
    script = 'if [ "$OMPI_COMM_WORLD_RANK" = 1 ]; then cd other; else cd "$1"; fi; shift; exec "$@"'
    found = subprocess.run(
        ["mpirun", "--allow-run-as-root", "--oversubscribe", "-n", "2", "sh", "-c", script, "sh", str(data), str(CNNLAB), "train",
         SMALL, "--data", ".", "-o", str(tmp_path / "m.safetensors")],
        cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert found.returncode == 1
    assert voices(found) == [
        "Error: Process 1 begins with other pictures, options or weights than process 0; "
        "give all the same command and the same files, on processors of one kind"]


def pids(processes, marker):
    """The ranks of a run, in their order, once all have begun."""
    for _ in range(200):
        found = {}
        for entry in os.listdir("/proc"):
            if not entry.isdigit():
                continue
            try:
                words = open(f"/proc/{entry}/cmdline", "rb").read()
                if marker.encode() not in words or not words.startswith(str(CNNLAB).encode()):
                    continue
                place = dict(pair.split(b"=", 1) for pair in open(f"/proc/{entry}/environ", "rb").read().split(b"\0") if b"=" in pair)
                found[int(place[b"OMPI_COMM_WORLD_RANK"])] = int(entry)
            except (OSError, KeyError):
                continue
        if len(found) == processes:
            return [found[rank] for rank in range(processes)]
        time.sleep(0.05)
    raise AssertionError("the processes did not start")


LONG = 2000


@pytest.fixture(scope="module")
def uninterrupted(data, tmp_path_factory):
    """The weights of a whole training, and the seconds that it took alone: over processes it takes longer."""
    folder = tmp_path_factory.mktemp("whole")
    began = time.monotonic()
    run("train", NORMALIZED, "--data", data, "--epochs", LONG, "--threads", 1, "-o", "m.safetensors", cwd=folder)
    return (folder / "m.safetensors").read_bytes(), time.monotonic() - began


@pytest.mark.parametrize("number", range(KILLS))
def test_a_killed_process_ends_the_run_and_nothing_is_lost(data, tmp_path, uninterrupted, number):
    right, seconds = uninterrupted
    chance = random.Random(number)
    processes = chance.choice([2, 3])
    options = ["train", NORMALIZED, "--data", data, "--epochs", LONG, "--threads", 1, "-o", "m.safetensors", "--checkpoint", "c"]
    running = subprocess.Popen(
        command(processes, *options), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    # Not the first: who is to speak and to save must live. It is killed by its own test.
    victim = pids(processes, str(data))[chance.randrange(1, processes)]
    time.sleep(chance.uniform(0, 0.9) * seconds)
    try:
        os.kill(victim, signal.SIGKILL)
    except ProcessLookupError:
        pass
    out, err = running.communicate(timeout=60)
    if running.returncode == 0:
        # It had ended before.
        assert (tmp_path / "m.safetensors").read_bytes() == right
        return
    # The words of cnnlab, or those of mpirun where MPI had not begun or its own kill came first.
    assert "another process has ended" in err or "exited on signal 9" in err, err
    resume = ["--resume", "c"] if (tmp_path / "c").exists() else []
    mpi(5 - processes, *options, *resume, cwd=tmp_path)
    assert (tmp_path / "m.safetensors").read_bytes() == right


def test_a_killed_first_process(data, tmp_path, uninterrupted):
    right, seconds = uninterrupted
    options = ["train", NORMALIZED, "--data", data, "--epochs", LONG, "--threads", 1, "-o", "m.safetensors", "--checkpoint", "c"]
    running = subprocess.Popen(command(2, *options), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    first = pids(2, str(data))[0]
    while not (tmp_path / "c").exists():
        time.sleep(0.01)
        assert running.poll() is None
    os.kill(first, signal.SIGKILL)
    running.communicate(timeout=60)
    assert running.returncode != 0
    mpi(2, *options, "--resume", "c", cwd=tmp_path)
    assert (tmp_path / "m.safetensors").read_bytes() == right


def test_a_stalled_process(data, tmp_path, uninterrupted):
    right, seconds = uninterrupted
    options = ["train", NORMALIZED, "--data", data, "--epochs", LONG, "--threads", 1, "-o", "m.safetensors"]
    running = subprocess.Popen(
        command(2, *options, "--process-timeout", 2), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    second = pids(2, str(data))[1]
    time.sleep(0.3 * seconds)
    os.kill(second, signal.SIGSTOP)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 1
    assert re.search(
        r"Error: The training ended in epoch \d+, step \d+: another process has not answered for 2 s. "
        r"To go on, give the same options and --resume m.checkpoint", err), err
    run(*options, "--resume", "m.checkpoint", cwd=tmp_path)
    assert (tmp_path / "m.safetensors").read_bytes() == right


def test_asked_to_end(data, tmp_path, uninterrupted):
    right, seconds = uninterrupted
    options = ["train", NORMALIZED, "--data", data, "--epochs", LONG, "--threads", 1, "-o", "m.safetensors"]
    running = subprocess.Popen(command(2, *options), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    # As Slurm does; mpirun itself gives a second to save, which is short where other programs run.
    ranks = pids(2, str(data))
    time.sleep(0.3 * seconds)
    for rank in ranks:
        os.kill(rank, signal.SIGTERM)
    out, _ = running.communicate(timeout=60)
    assert out.count("Interrupted in epoch") == 1
    run(*options, "--resume", "m.checkpoint", cwd=tmp_path)
    assert (tmp_path / "m.safetensors").read_bytes() == right


def test_without_the_library(data, tmp_path):
    """mpirun of another kind, or a machine that lacks it."""
    found = run("train", SMALL, "--data", data, cwd=tmp_path, check=False,
                env=dict(os.environ, OMPI_COMM_WORLD_SIZE="2", LD_LIBRARY_PATH=str(no_library(tmp_path))))
    assert found.returncode == 1
    assert "mpirun has started 2 processes, but Open MPI (libmpi.so.40) is not on this machine" in found.stderr


def no_library(folder):
    """Files of the library's names that are none."""
    place = folder / "empty"
    place.mkdir()
    for name in ("libmpi.so.40", "libmpi.so"):
        (place / name).write_text("")
    return place


def test_compare_shares_its_runs(tmp_path):
    options = ["compare", "lenet", "--data", "digits", "--seeds", 2, "--epochs", 1, "--pictures", 300, "--threads", 1]
    alone = run(*options, "-o", "alone", cwd=tmp_path).stdout
    for processes in (2, 3):
        found = mpi(processes, *options, "-o", "shared", cwd=tmp_path)
        assert voices(found) == []
        for path in (tmp_path / "alone").rglob("*"):
            if path.is_file():
                assert (tmp_path / "shared" / path.relative_to(tmp_path / "alone")).read_bytes() == path.read_bytes(), path
        # mpirun gives process 0 a terminal, which ends lines with two characters.
        assert found.stdout.replace("\r", "").replace("shared/", "alone/") == alone
        shutil.rmtree(tmp_path / "shared")
    found = mpi(2, "compare", "lenet", "--data", "nowhere", "-o", "shared", cwd=tmp_path, check=False)
    assert len(voices(found)) == 1 and "no data set or folder 'nowhere'" in voices(found)[0]
