"""The command lines of cnnlab and of the tools that one could pick instead."""

import importlib.util
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Callable

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CNNLAB = ROOT / ".build/release/cnnlab"
# Debian's names of ImageMagick's command; another program may be called convert.
MAGICK = next((name for name in ("magick", "convert-im6.q16", "convert") if shutil.which(name)), "magick")


@dataclass
class Tool:
    """Makes the command line for a kernel file, pictures and an output: a file, or a folder for several pictures."""

    words: Callable
    is_installed: bool


def program(name):
    """A tool that is there when the program `name` is."""
    return lambda words: Tool(words, shutil.which(name) is not None)


def matrix(kernel):
    return [line.split() for line in Path(kernel).read_text().splitlines()]


def flat(kernel, between):
    return between.join(word for row in matrix(kernel) for word in row)


def python(tool, module):
    def words(kernel, sources, target):
        return [sys.executable, HERE / "python_peer.py", tool, kernel, target, *sources]

    # The library behind pyvips comes with the program of that name.
    is_installed = importlib.util.find_spec(module) is not None and (module != "pyvips" or shutil.which("vips"))
    return Tool(words, bool(is_installed))


def cnnlab(*options):
    def words(kernel, sources, target):
        return [CNNLAB, "filter", kernel, *sources, "-o", target, "--quiet", *options]

    return Tool(words, True)


def vips_command(suffix):
    """The command has no gray conversion of its own, so that it takes gray pictures only."""

    def words(kernel, sources, target):
        mask = Path(kernel).with_suffix(".mat")
        rows = matrix(kernel)
        mask.write_text(f"{len(rows[0])} {len(rows)}\n" + Path(kernel).read_text())
        return ["vips", "conv", sources[0], f"{target}{suffix}", mask, "--precision", "float"]

    return program("vips")(words)


@program("gm")
def graphicsmagick(kernel, sources, target):
    # No kernel may be written in more than 2,000 letters; of Gaussians it has its own.
    effect = ["-gaussian", "7x2.5"] if len(matrix(kernel)) > 5 else ["-convolve", flat(kernel, ",")]
    return ["gm", "convert", sources[0], "-colorspace", "Gray", *effect, f"png:{target}"]


@program(MAGICK)
def imagemagick(kernel, sources, target):
    rows = matrix(kernel)
    text = f"{len(rows[0])}x{len(rows)}: " + " ".join(",".join(row) for row in rows)
    return [MAGICK, sources[0], "-grayscale", "Rec601Luma", "-morphology", "Correlate", text, f"png:{target}"]


def ffmpeg(*options):
    def words(kernel, sources, target):
        filters = f"format=gray,convolution='{flat(kernel, ' ')}'"
        start = ["ffmpeg", "-v", "error", "-y"]
        if len(sources) > 1:
            return [*start, "-i", sources[0].parent / "%03d.png", "-vf", filters, *options, "-start_number", "0",
                    f"{target}/%03d.png"]
        return [*start, "-i", sources[0], "-vf", filters, *options, "-f", "image2", "-update", "1", target]

    return program("ffmpeg")(words)


OURS = {
    "cnnlab": cnnlab(), "cnnlab, fast": cnnlab("--compression", "fast"),
    "cnnlab, small": cnnlab("--compression", "small"),
}
OPENCV, OPENCV_TUNED = python("opencv", "cv2"), python("opencv-tuned", "cv2")
VIPS, VIPS_FAST = python("vips", "pyvips"), python("vips-fast", "pyvips")
PILLOW = python("pillow", "PIL")
# What cannot do a job is left out of it: ffmpeg goes to 7×7, Pillow to 5×5; it has a Gaussian of its own, as has
# GraphicsMagick.
SMALL_KERNEL = {
    "OpenCV": OPENCV, "OpenCV, Huffman only": OPENCV_TUNED, "vips, fast": VIPS_FAST, "vips": VIPS,
    "ffmpeg, fast": ffmpeg("-compression_level", "1", "-pred", "none"), "ffmpeg": ffmpeg(),
    "Pillow": PILLOW, "SciPy": python("scipy", "scipy"),
    "GraphicsMagick": graphicsmagick, "ImageMagick": imagemagick,
}
GRAY_PNG = SMALL_KERNEL | {
    "vips command, fast": vips_command("[compression=1,filter=none]"), "vips command": vips_command(""),
}
GAUSSIAN = {name: tool for name, tool in GRAY_PNG.items() if not name.startswith("ffmpeg")}
DENSE = {name: tool for name, tool in GAUSSIAN.items() if name not in ("Pillow", "GraphicsMagick")}
MANY = {
    "OpenCV, 2 threads": OPENCV, "OpenCV, Huffman only, 2 threads": OPENCV_TUNED, "Pillow, 2 threads": PILLOW,
    "vips, fast, 2 threads": VIPS_FAST, "ffmpeg": ffmpeg(),
}


def versions():
    """What was measured: each tool's name and version."""
    found = {}
    for name, package in {"OpenCV": "opencv-python-headless", "Pillow": "pillow", "SciPy": "scipy"}.items():
        try:
            found[name] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    for name, command in {
        "libvips": ["vips", "--version"], "ffmpeg": ["ffmpeg", "-version"], "GraphicsMagick": ["gm", "version"],
        "ImageMagick": [MAGICK, "-version"],
    }.items():
        if shutil.which(command[0]):
            # Something else may bear a tool's name: what tells no version is not that tool.
            lines = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
            words = lines[0].replace("vips-", "vips ").split() if lines else []
            version = next((word for word in words if word[0].isdigit()), None)
            if version:
                found[name] = version
    return found
