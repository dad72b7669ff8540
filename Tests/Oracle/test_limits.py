"""What is too large, out of range or no number ends in one line, at once, and nothing is written."""

import os
import re
import resource
import shutil
import struct
import subprocess
import zlib

import pytest

from test_training import CNNLAB


def ended(*arguments, cwd):
    """How a command that must fail ended, and the processor time that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = subprocess.run([CNNLAB, *map(str, arguments)], cwd=cwd, capture_output=True, text=True, timeout=60)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return result, seconds


LIMIT = "and a network may have 1,000,000,000; use smaller layers or pictures"
DOUBLING = "a0: relu " + " ".join(f"a{n}: concat a{n - 1} a{n - 1}" for n in range(1, 49))


@pytest.mark.parametrize("arguments, message", [
    (["train", "fc 1000000 fc 1000000 fc 10"], f"fc2 has 1000000×1000000 weights, {LIMIT}"),
    (["train", "conv 65536 28x28 fc 65536 fc 10"], f"fc1 has 65536×65536 weights, {LIMIT}"),
    (["train", "conv 65536 1x1 conv 65536 3x3 fc 10", "--data", "cifar10"],
     f"conv2 has 65536×65536×3×3 weights, {LIMIT}"),
    (["train", DOUBLING], f"a21 has 2097152×28×28 values, {LIMIT}"),
    (["arch", DOUBLING], f"a21 has 2097152×28×28 values, {LIMIT}"),
    (["arch", "conv 65536 1024x1024 conv 65536 1024x1024", "--input", "65536x65536x65536"],
     f"The input has 65536×65536×65536 values, {LIMIT}"),
    (["arch", "fc 1000000", "--input", "65536x65536x65536"], f"The input has 65536×65536×65536 values, {LIMIT}"),
    (["arch", "conv 65536 1x1 padding 1024", "--input", "30000x30000"],
     f"conv1 has 65536×32048×32048 values, {LIMIT}"),
])
def test_networks_that_are_too_large(arguments, message, tmp_path):
    result, seconds = ended(*arguments, cwd=tmp_path)
    assert result.returncode in (1, 64) and result.stdout == ""
    assert result.stderr.splitlines()[0] == f"Error: {message}"
    assert seconds < 0.1
    assert list(tmp_path.iterdir()) == []


def test_a_training_that_needs_more_memory_than_there_is(tmp_path):
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    if memory > 3e11:
        pytest.skip("no network within the limit needs that much")
    # About 8 numbers for each of 950 million weights are 30 GB; more threads and a larger batch, more shards.
    result, _ = ended(
        "train", "fc 30000 fc 30000 fc 10", "--batch", 4096, "--data", "digits", cwd=tmp_path)
    assert result.returncode == 1 and result.stdout == ""
    found = re.fullmatch(
        r"Error: Training this network takes about ([\d,.]+) GB of memory, and this machine has ([\d.]+) GB; "
        r"use smaller layers or pictures, a smaller --batch, or fewer --threads\n", result.stderr)
    assert found, result.stderr
    assert abs(float(found[2]) - memory / 1e9) < 0.1
    # 923,850,010 numbers of 4 bytes: read, kept, trained, zeros and velocity, and a gradient for each 32 pictures.
    assert 0.99 < float(found[1].replace(",", "")) / ((5 + 128) * 4 * 0.92385) < 1.05
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("epochs", ["-1", "1000001", str(2**63 - 1), str(2**64), "1e3", "nan"])
def test_epochs(epochs, tmp_path):
    result, seconds = ended("train", "--epochs", epochs, cwd=tmp_path)
    assert result.returncode == 64 and result.stdout == ""
    if epochs in ("-1", "1000001", str(2**63 - 1)):
        assert result.stderr.splitlines()[0] == f"Error: The number of epochs is {epochs}; expected 0 to 1000000"
    else:
        assert result.stderr.startswith("Error: ") and epochs in result.stderr.splitlines()[0]
    assert seconds < 0.1


@pytest.mark.parametrize("arguments, message", [
    (["train", "fc 10", "--learning-rate", "nan"], "The value 'nan' is invalid for '--learning-rate <x>'"),
    (["train", "fc 10", "--momentum", "inf"], "The value 'inf' is invalid for '--momentum <x>'"),
    (["train", "fc 10", "--weight-decay", "nan"], "The value 'nan' is invalid for '--weight-decay <x>'"),
    (["train", "fc 10", "--label-smoothing", "nan"], "The value 'nan' is invalid for '--label-smoothing <x>'"),
    (["train", "fc 10", "--average", "nan"], "The value 'nan' is invalid for '--average <x>'"),
    (["arch", "dropout nan fc 10"], "dropout1: the rate is nan; expected 0 up to but not 1"),
    (["arch", "leaky-relu nan fc 10"], "leaky-relu1: the slope is nan; expected 0 up to 1"),
    (["arch", "lrn k inf"], "lrn1: k is inf; expected 1e-06 to 1000.0"),
    (["filter", "nan 1; 1 1", "p.png"], 'Kernel weights must be finite, but row 1, column 1 is "nan"'),
    (["filter", "edge", "p.png", "--bias", "nan"], "The value 'nan' is invalid for '--bias <bias>'"),
])
def test_no_number_is_a_setting(arguments, message, tmp_path):
    result, seconds = ended(*arguments, cwd=tmp_path)
    assert result.returncode in (1, 64) and result.stdout == ""
    assert result.stderr.splitlines()[0] == f"Error: {message}"
    assert seconds < 0.1
    assert list(tmp_path.iterdir()) == []


def png(path, width, height, colours, data):
    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    header = struct.pack(">IIBBBBB", width, height, 8, colours, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b""))


@pytest.mark.parametrize("command", [["filter", "edge"], ["pipeline", "edge relu max:2"], ["show"]])
def test_a_picture_of_the_widest_row(command, tmp_path):
    """Four bytes a pixel are more than 32 bits count."""
    png(tmp_path / "wide.png", 2**31 - 1, 1, 6, zlib.compress(bytes(2000)))
    limit = [] if command == ["show"] else ["--max-pixels", "5000000000"]
    result, _ = ended(*command, "wide.png", *limit, cwd=tmp_path)
    assert result.returncode == 1 and result.stdout == ""
    assert result.stderr.startswith("Error: wide.png: ") and "2147483647" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["wide.png"]


@pytest.mark.skipif(not shutil.which("strace"), reason="there is no strace")
def test_a_models_folder_is_synced_with_it(tmp_path):
    """The name of a model that is said to be written is on the disk too, whether the file is new or replaced."""
    log = tmp_path / "calls"
    (tmp_path / "models").mkdir()
    for _ in range(2):
        subprocess.run(
            ["strace", "-f", "-y", "-e", "trace=fsync,rename,linkat", "-o", log, CNNLAB, "train", "fc 10", "--epochs", "0",
             "-o", "models/m.safetensors", "--quiet"], cwd=tmp_path, check=True, capture_output=True)
        calls = log.read_text()
        synced = re.findall(r"fsync\(\d+<([^>]*)>", calls)
        assert len(synced) == 2 and synced[1] == str(tmp_path / "models")
        # The bytes first, then the name, then the folder that holds the name.
        order = re.findall(r"\b(fsync|rename|linkat)\(", calls)
        assert order[0] == "fsync" and order[-1] == "fsync" and {"rename", "linkat"} & set(order[1:-1])
