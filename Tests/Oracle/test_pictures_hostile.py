"""Files that claim more than they hold: each is refused in one line, within a tenth of a second and 64 MiB."""

import gzip
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from png_files import chunk

CNNLAB = Path(__file__).resolve().parents[2] / ".build/release/cnnlab"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
END = chunk(b"IEND", b"")
MEBIBYTE = 1 << 20


def head(width, height, depth=8, colour=0, interlaced=0):
    return SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))


def claims(width, height, depth, colour, interlaced=0):
    """A picture of a few bytes that declares a large one."""
    return head(width, height, depth, colour, interlaced) + chunk(b"IDAT", zlib.compress(bytes(100))) + END


def jpeg(width, height, progressive=False):
    """A JPEG without any pixels."""
    components = b"".join(bytes((c, 0x11, 0)) for c in (1, 2, 3))
    table = bytes((0,)) + bytes(64 * [1])
    lengths = bytes((0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0)) + bytes(range(12))
    marker = 0xC2 if progressive else 0xC0
    file = b"\xff\xd8\xff\xdb" + struct.pack(">H", 67) + table
    file += bytes((0xFF, marker)) + struct.pack(">HBHHB", 17, 8, height, width, 3) + components
    file += b"\xff\xc4" + struct.pack(">H", 31) + b"\x00" + lengths
    return file + b"\xff\xda" + struct.pack(">HB", 12, 3) + b"\x01\x00\x02\x00\x03\x00\x00" + (b"\x00" if progressive else b"\x3f") + b"\x00"


def bomb(size):
    packer = zlib.compressobj(9)
    block = bytes(MEBIBYTE)
    return b"".join(packer.compress(block) for _ in range(size // MEBIBYTE)) + packer.flush()


BOMB = bomb(64 * MEBIBYTE)

REFUSED = {
    "22360 squared, RGBA": claims(22360, 22360, 8, 6),
    "22360 squared, RGBA, 16 bits": claims(22360, 22360, 16, 6),
    "22360 squared, interlaced": claims(22360, 22360, 16, 6, 1),
    "22360 squared, 1 bit": claims(22360, 22360, 1, 0),
    "half a billion by 1, RGBA": claims(500_000_000, 1, 8, 6),
    "half a billion by 1, RGBA, 16 bits": claims(500_000_000, 1, 16, 6),
    "1 by half a billion": claims(1, 500_000_000, 8, 6),
    "the largest": claims(2**31 - 1, 2**31 - 1, 16, 6),
    "a chunk of 2 GiB that is not there": head(8, 8) + struct.pack(">I", 0x7FFFFFF0) + b"zTXt" + bytes(100),
    "a profile of 2 GiB that is not there": head(8, 8) + struct.pack(">I", 0x7FFFFFF0) + b"iCCP" + bytes(100),
    "pixels of 2 GiB that are not there": head(8, 8) + struct.pack(">I", 0x7FFFFFF0) + b"IDAT" + bytes(100),
    "no pixels": head(8, 8) + END,
    "JPEG of 22360 squared": jpeg(22360, 22360),
    "progressive JPEG of 22360 squared": jpeg(22360, 22360, progressive=True),
    "JPEG of a line": jpeg(65500, 1),
    "GIF": b"GIF89a" + bytes(100),
    "WebP": b"RIFF\x24\0\0\0WEBPVP8 " + bytes(100),
    "BMP": b"BM" + struct.pack("<IHHI", 154, 0, 0, 54) + bytes(100),
    "TIFF": b"II*\0" + bytes(100),
    "nothing": b"",
    "text": b"not a picture\n" * 10,
}

COMMANDS = {
    "show": ["show", "{}"],
    "filter": ["filter", "edge", "{}", "-o", "out.png"],
    "16 bits": ["filter", "edge", "{}", "--depth", "16", "-o", "out.png"],
    "numbers": ["filter", "edge", "{}", "-o", "out.npy"],
    "stretched": ["filter", "edge", "{}", "--display", "stretch", "-o", "out.png"],
    "pooled": ["filter", "edge", "{}", "--pool", "max:100:1", "-o", "out.png"],
    "colour": ["filter", "edge", "{}", "--colour", "-o", "out.png"],
    "pipeline": ["pipeline", "edge relu max:2", "{}", "-o", "out.png"],
    "predict": ["predict", "lenet", "{}"],
}


# A process counts the memory of the one it was forked from, so that a small one stands between it and the tests.
RUNNER = """
import os, resource, subprocess, sys
memory = int(sys.argv[1])
limit = (lambda: resource.setrlimit(resource.RLIMIT_AS, (memory, memory))) if memory else None
process = subprocess.Popen(sys.argv[2:], preexec_fn=limit)
_, status, usage = os.wait4(process.pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, file=open("usage", "w"))
"""


def limited(*words, cwd, memory=None, stdin=None):
    """Runs the program; its exit code, standard error, seconds of processor time and peak memory."""
    run = subprocess.run(
        [sys.executable, "-S", "-E", "-c", RUNNER, str(memory or 0), CNNLAB, *words], cwd=cwd,
        stdin=stdin or subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    code, seconds, peak = (cwd / "usage").read_text().split()
    (cwd / "usage").unlink()
    return int(code), run.stderr, float(seconds), int(peak)


def check_refusal(code, error, seconds, memory, name="file"):
    assert code == 1, error
    assert error.startswith("Error: ") and error.count("\n") == 1 and name in error, error
    assert seconds < 0.1 and memory < 64 * MEBIBYTE, f"{seconds} s, {memory / MEBIBYTE} MiB"


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("command", COMMANDS)
def test_refused_at_once(name, command, tmp_path):
    (tmp_path / "file").write_bytes(REFUSED[name])
    words = [word.format("file") for word in COMMANDS[command]]
    check_refusal(*limited(*words, cwd=tmp_path))
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize("size", [100 << 30, 2**63 - 1])
@pytest.mark.parametrize("beginning", [b"", claims(8, 8, 8, 0), jpeg(8, 8)])
def test_sparse_files(size, beginning, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(beginning)
    try:
        os.truncate(path, size)
    except OSError:
        pytest.skip("the file system takes no such file")
    for command in COMMANDS.values():
        check_refusal(*limited(*(word.format("file") for word in command), cwd=tmp_path))


@pytest.mark.parametrize("command", ["show", "filter", "predict"])
def test_devices_without_end(command, tmp_path):
    words = [word.format("/dev/zero") for word in COMMANDS[command]]
    check_refusal(*limited(*words, cwd=tmp_path), name="/dev/zero")
    words = [word.format("-") for word in COMMANDS[command]]
    with open("/dev/zero", "rb") as zeros:
        check_refusal(*limited(*words, cwd=tmp_path, stdin=zeros), name="standard input")


@pytest.mark.parametrize("words", [("filter", "/dev/zero", "file"), ("kernels", "/dev/zero"), ("predict", "/dev/zero", "file")])
def test_kernels_and_models_without_end(words, tmp_path):
    (tmp_path / "file").write_bytes(claims(8, 8, 8, 0))
    code, error, seconds, memory = limited(*words, cwd=tmp_path)
    assert code in (1, 64) and error.startswith("Error: ") and "/dev/zero" in error
    assert seconds < 0.2 and memory < 64 * MEBIBYTE


@pytest.mark.parametrize("kind", [b"zTXt", b"iTXt", b"iCCP", b"tEXt", b"abCd"])
def test_chunks_that_are_not_used_are_passed_over(kind, tmp_path):
    """Hundreds of chunks that would inflate to gigabytes, and one of 16 MB."""
    contents = {
        b"zTXt": b"Comment\0\0" + BOMB, b"iTXt": b"Comment\0\1\0\0\0" + BOMB, b"iCCP": b"profile\0\0" + BOMB,
        b"tEXt": b"Comment\0" + bytes(len(BOMB)), b"abCd": BOMB,
    }
    middle = chunk(kind, contents[kind]) * (1 if kind == b"iCCP" else 100) + chunk(b"abCd", bytes(16 * MEBIBYTE))
    (tmp_path / "file").write_bytes(head(3, 1) + middle + chunk(b"IDAT", zlib.compress(b"\0abc")) + middle + END)
    code, error, seconds, memory = limited("show", "file", cwd=tmp_path)
    assert (code, error) == (0, "")
    assert seconds < 0.5 and memory < 128 * MEBIBYTE, f"{seconds} s, {memory / MEBIBYTE} MiB"


def test_profiles_that_never_end(tmp_path):
    """Texts that could hold the orientation are inflated to their limit and no further."""
    texts = b"".join(chunk(b"zTXt", b"Raw profile type exif\0\0" + BOMB) for _ in range(100))
    (tmp_path / "file").write_bytes(head(3, 1) + texts + chunk(b"IDAT", zlib.compress(b"\0abc")) + END)
    code, error, seconds, memory = limited("show", "file", cwd=tmp_path)
    assert (code, error) == (0, "")
    assert seconds < 0.5 and memory < 64 * MEBIBYTE


@pytest.mark.parametrize("command", COMMANDS)
def test_memory_that_ends(command, tmp_path):
    """Whole pictures under a limit: a result, or one line."""
    side = 12_000
    packer = zlib.compressobj(1)
    data = b"".join(packer.compress(bytes(side + 1)) for _ in range(side)) + packer.flush()
    (tmp_path / "file").write_bytes(head(side, side) + chunk(b"IDAT", data) + END)
    for memory in (300 << 20, 700 << 20):
        code, error, _, _ = limited(*(word.format("file") for word in COMMANDS[command]), cwd=tmp_path, memory=memory)
        assert code in (0, 1), error
        if code == 1:
            assert error.startswith("Error: ") and error.count("\n") == 1
    if command in ("show", "filter"):
        assert limited(*(word.format("file") for word in COMMANDS[command]), cwd=tmp_path, memory=150 << 20)[0] == 0


def gzipped(beginning, size):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(MEBIBYTE)
    parts = [packer.compress(beginning)] + [packer.compress(block) for _ in range(size // MEBIBYTE)]
    return b"".join(parts) + packer.flush()


@pytest.mark.parametrize("dimensions", [(60000, 200, 200), (60000, 28, 28), (2**32 - 1, 2**32 - 1, 1)])
def test_idx_bombs(dimensions, tmp_path):
    set_folder = tmp_path / "set"
    set_folder.mkdir()
    beginning = struct.pack(">IIII", 0x803, *dimensions)
    (set_folder / "train-images-idx3-ubyte.gz").write_bytes(gzipped(beginning, 256 * MEBIBYTE))
    (set_folder / "train-labels-idx1-ubyte.gz").write_bytes(gzip.compress(struct.pack(">II", 0x801, 1) + b"\0"))
    code, error, seconds, memory = limited("train", "lenet5", "--data", "set", "-o", "m.safetensors", cwd=tmp_path)
    assert code == 1 and "train-images-idx3-ubyte.gz" in error and error.count("\n") == 1
    assert seconds < 0.3 and memory < 128 * MEBIBYTE, f"{seconds} s, {memory / MEBIBYTE} MiB"


def test_cifar_bomb(tmp_path):
    set_folder = tmp_path / "set"
    set_folder.mkdir()
    (set_folder / "data_batch_1.bin.gz").write_bytes(gzipped(b"", 256 * MEBIBYTE))
    code, error, seconds, memory = limited("train", "lenet5", "--data", "set", "-o", "m.safetensors", cwd=tmp_path)
    assert code == 1 and "10000 records" in error and error.count("\n") == 1
    assert seconds < 0.1 and memory < 64 * MEBIBYTE
