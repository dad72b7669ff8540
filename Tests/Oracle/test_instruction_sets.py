"""Every instruction set gives the same files, and no processor meets instructions that it does not have."""

import os
import pathlib
import shutil
import subprocess

import numpy
import pytest
from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / ".build" / "release"
BINARY = BUILD / "cnnlab"

# How to run the binary as on another processor; None is this one as it is.
PROCESSORS = {
    "baseline by choice": ({"CNNLAB_INSTRUCTION_SET": "baseline"}, []),
    "AVX2 by choice": ({"CNNLAB_INSTRUCTION_SET": "avx2"}, []),
    "AVX-512 by choice": ({"CNNLAB_INSTRUCTION_SET": "avx512"}, []),
    "an old processor": ({}, ["qemu-x86_64", "-cpu", "Nehalem"]),
    "an old processor asked for AVX-512": ({"CNNLAB_INSTRUCTION_SET": "avx512"}, ["qemu-x86_64", "-cpu", "Nehalem"]),
    "a processor with AVX2": ({}, ["qemu-x86_64", "-cpu", "Haswell"]),
}


def run(folder, environment, prefix):
    folder.mkdir()
    Image.fromarray(PICTURE).save(folder / "picture.png")
    for name, arguments in COMMANDS.items():
        command = [*prefix, str(BINARY), *arguments, "-o", str(folder / name)]
        result = subprocess.run(
            command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True
        )
        assert result.returncode == 0, result.stderr
    return {name: (folder / name).read_bytes() for name in COMMANDS}


PICTURE = numpy.random.default_rng(1).integers(0, 256, (61, 97), dtype=numpy.uint8)
COMMANDS = {
    "edge.png": ["filter", "edge", "picture.png"],
    "strided.npy": ["filter", "edge", "picture.png", "--stride", "2", "--format", "npy"],
    "gaussian.npy": ["filter", "gaussian:1.7", "picture.png", "--format", "npy"],
    "dilated.npy": ["filter", "random:15:3", "picture.png", "--dilation", "2", "--format", "npy"],
    "tanh.npy": ["filter", "sobel-x", "picture.png", "--activation", "tanh", "--format", "npy"],
    "pooled.npy": ["filter", "sharpen", "picture.png", "--relu", "--pool", "max:2", "--format", "npy"],
}


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="one instruction set only")
@pytest.mark.parametrize("processor", PROCESSORS)
def test_same_bytes_on_every_processor(processor, tmp_path):
    environment, prefix = PROCESSORS[processor]
    assert run(tmp_path / "other", environment, prefix) == run(tmp_path / "here", {}, [])


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="one instruction set only")
@pytest.mark.parametrize("module", ["FilterLoopsAVX2", "FilterLoopsAVX512", "LayerLoopsAVX2", "LayerLoopsAVX512"])
def test_wide_modules_share_no_code(module):
    """A weak function that two modules define is taken from either by the linker: code for AVX-512 could so end up in
    what every processor runs. What such a module defines must bear its own name."""
    tool = shutil.which("llvm-nm") or shutil.which("nm")
    objects = sorted((BUILD / f"{module}.build").glob("*.o"))
    assert objects
    mangled = f"{len(module)}{module}"
    for path in objects:
        symbols = subprocess.run([tool, "--defined-only", path], capture_output=True, text=True, check=True).stdout
        for line in symbols.splitlines():
            kind, name = line.split()[-2:]
            assert kind not in "WTu" or mangled in name, f"{path.name} defines {name}"


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="one instruction set only")
def test_only_wide_modules_use_wide_registers():
    """The whole binary, function by function: 256 bits belong to the modules built for AVX2, 512 bits to AVX-512."""
    tool = shutil.which("llvm-objdump") or shutil.which("objdump")
    process = subprocess.Popen(
        [tool, "-d", "--no-show-raw-insn", BINARY], stdout=subprocess.PIPE, text=True)
    name, found = "", {"ymm": set(), "zmm": set()}
    for line in process.stdout:
        if line.endswith(">:\n"):
            name = line.split("<", 1)[1][:-3]
        for register in found:
            if f"%{register}" in line:
                found[register].add(name)
    assert process.wait() == 0
    # C functions of a header, of which each module has its own copy.
    found = {register: {name for name in names if not name.startswith("cstream_")} for register, names in found.items()}
    assert found["zmm"] and not [name for name in found["zmm"] if "LoopsAVX512" not in name]
    assert found["ymm"] and not [name for name in found["ymm"] if "LoopsAVX" not in name]
