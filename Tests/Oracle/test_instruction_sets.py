"""Every instruction set gives the same files, and no processor meets instructions that it does not have."""

import os
import pathlib
import shutil
import subprocess

import numpy
import pytest
from PIL import Image

from bars import write_bars

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


# Those that multiply and add with one rounding, and those that round twice.
ARITHMETIC = {
    "with fused multiply-add": ["AVX2 by choice", "AVX-512 by choice", "a processor with AVX2"],
    "without": ["baseline by choice", "an old processor", "an old processor asked for AVX-512"],
}


def train(folder, processor, threads):
    """The model file of a short training with everything random in it, what was printed, and the answers for a picture."""
    environment, prefix = PROCESSORS[processor]
    specification = "conv 6 5x5 padding 2 batchnorm tanh max 2 conv 8 3x3 relu average 2 dropout 0.3 fc 20 sigmoid fc 10"
    command = [
        "train", specification, "--data", "digits", "--epochs", "2", "--batch", "48", "--validation", "48", "--optimizer",
        "adam", "--learning-rate", "0.002", "--augment", "affine", "--seed", "7", "-o", "model.safetensors"]
    folder.mkdir()
    write_bars(folder / "bars", training=320, test=48, seed=3, noise=60, width=3)
    command[command.index("digits")] = "bars"

    def run(*arguments):
        done = subprocess.run(
            [*prefix, str(BINARY), *arguments], cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    printed = run(*command, "--threads", str(threads))
    model = (folder / "model.safetensors").read_bytes()
    Image.fromarray(PICTURE[:28, :28]).save(folder / "picture.png")
    maps = {"probabilities": run("predict", "model.safetensors", "picture.png", "--json")}
    # An emulated processor would climb gradients for minutes.
    if not prefix:
        run("dump", "model.safetensors", "--image", "picture.png", "-o", "dumped")
        maps |= {path.name: path.read_bytes() for path in sorted((folder / "dumped").rglob("*.npy"))}
        assert len(maps) > 5
    header = int.from_bytes(model[:8], "little")
    return model[8 + header :], printed, maps


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="one kind of arithmetic only")
@pytest.mark.parametrize("arithmetic", ARITHMETIC)
def test_training_gives_the_same_weights_and_maps(arithmetic, tmp_path):
    first = None
    for number, processor in enumerate(ARITHMETIC[arithmetic]):
        weights, printed, maps = train(tmp_path / str(number), processor, threads=1 + number)
        assert f"on every processor {arithmetic.split()[0]} fused multiply-add" in printed
        first = first or (weights, maps)
        assert weights == first[0], f"{processor} gives other weights than {ARITHMETIC[arithmetic][0]}"
        for name, numbers in maps.items():
            assert numbers == first[1][name], f"{processor} gives another {name} than {ARITHMETIC[arithmetic][0]}"


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
