"""Holds the reading of pictures against Pillow: every kind of PNG and JPEG, to one level.

The identity kernel with a float32 output shows the pixels as the program sees them.
"""

import io
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from png_files import CHANNELS, DEPTHS, exif_orientation, png

CNNLAB = Path(__file__).resolve().parents[2] / ".build/release/cnnlab"
WIDTH, HEIGHT = 37, 23


def read(file, folder, *options):
    """The pixels as the program reads them."""
    source, target = folder / "in", folder / "out.npy"
    source.write_bytes(file)
    subprocess.run([CNNLAB, "filter", "identity", source, "-o", target, "--format", "npy", *options], check=True)
    return np.load(target)


def on_white(image):
    """Pillow's picture without transparency."""
    if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    return image


def gray(image):
    """Pillow's gray of a picture, 0 to 255."""
    if image.mode.startswith("I"):
        return np.asarray(image).astype(np.float64) / 257
    return np.asarray(on_white(image).convert("L")).astype(np.float64)


def samples(colour, depth, seed=1):
    generator = np.random.default_rng([seed, colour, depth])
    shape = HEIGHT, WIDTH, CHANNELS[colour]
    smooth = np.linspace(0, 2**depth - 1, HEIGHT * WIDTH).reshape(HEIGHT, WIDTH, 1)
    noise = generator.integers(0, 2**depth, shape)
    return np.where(generator.random(shape) < 0.5, smooth.astype(np.int64), noise)


KINDS = [
    (colour, depth, interlaced)
    for colour, depths in DEPTHS.items()
    for depth in depths
    for interlaced in (False, True)
]


def transparency(colour, depth):
    if colour == 0:
        return struct.pack(">H", 2 ** (depth - 1))
    if colour == 2:
        return struct.pack(">HHH", 1, 2, 3)
    return bytes(range(0, 256, 256 // 2**depth))[: 2**depth] if colour == 3 else None


@pytest.mark.parametrize("colour,depth,interlaced", KINDS)
@pytest.mark.parametrize("transparent", [False, True])
def test_png(colour, depth, interlaced, transparent, tmp_path):
    if transparent and colour in (4, 6):
        pytest.skip("has an alpha channel already")
    values = samples(colour, depth)
    palette = np.random.default_rng(2).integers(0, 256, (2**depth, 3)) if colour == 3 else None
    mask = transparency(colour, depth) if transparent else None
    if transparent and colour == 2:
        values[5:9, 3:30] = (1, 2, 3)
    file = png(values, colour, depth, interlaced, palette, mask)
    got = read(file, tmp_path)
    assert got.shape == (HEIGHT, WIDTH)
    if depth == 16:
        # Pillow drops the low bytes of 16-bit colours and the transparency of 16-bit grays: exact values instead.
        colours = values[:, :, : 3 if colour in (2, 6) else 1]
        level = (colours @ [0.299, 0.587, 0.114] if colour in (2, 6) else colours[:, :, 0]) / 257
        if colour in (4, 6):
            alpha = values[:, :, -1] / 65535
            level = level * alpha + 255 * (1 - alpha)
        elif transparent:
            level = np.where((values == (2**15 if colour == 0 else (1, 2, 3))).all(axis=2), 255, level)
        assert np.abs(got - level).max() < 0.01
        if not transparent and colour in (0, 2):
            assert np.abs(got - gray(Image.open(io.BytesIO(file)))).max() <= 1.5
    elif transparent and colour == 0 and depth in (2, 4):
        # Pillow compares the transparent level with the samples that it has widened to 8 bits.
        level = values[:, :, 0] * (255 // (2**depth - 1))
        assert np.array_equal(got, np.where(values[:, :, 0] == 2 ** (depth - 1), 255, level))
    else:
        assert np.abs(got - gray(Image.open(io.BytesIO(file)))).max() <= 1
    if depth < 16:
        assert np.array_equal(got, np.rint(got)), "8-bit pictures have whole levels"


def test_gray_of_16_bits_keeps_its_fraction(tmp_path):
    values = samples(0, 16)
    assert np.abs(read(png(values, 0, 16), tmp_path) - values[:, :, 0] / 257).max() < 1e-4


@pytest.mark.parametrize("size", [(1, 1), (1, 9), (9, 1), (3, 3), (8, 8)])
@pytest.mark.parametrize("interlaced", [False, True])
def test_small_png(size, interlaced, tmp_path):
    values = np.arange(size[0] * size[1]).reshape(size[1], size[0], 1)
    assert np.array_equal(read(png(values, 0, 8, interlaced, idat=7), tmp_path), values[:, :, 0])


@pytest.mark.parametrize("tag", range(1, 9))
@pytest.mark.parametrize("colour", [0, 2])
def test_orientation_of_png(tag, colour, tmp_path):
    file = png(samples(colour, 8), colour, 8, exif=exif_orientation(tag))
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(file)))
    assert np.abs(read(file, tmp_path) - gray(upright)).max() <= 1


def photo():
    y, x = np.mgrid[0:61, 0:85]
    channels = [128 + 100 * np.sin(x / 9 + c) * np.cos(y / (7 + c)) + (x * y * (c + 3)) % 17 for c in range(3)]
    return Image.fromarray(np.stack(channels, -1).clip(0, 255).astype(np.uint8))


def jpeg(image, **options):
    buffer = io.BytesIO()
    image.save(buffer, "jpeg", quality=85, **options)
    return buffer.getvalue()


JPEGS = {
    "baseline": {},
    "full chroma": {"subsampling": 0},
    "half chroma": {"subsampling": 1},
    "progressive": {"progressive": True},
    "optimised": {"optimize": True},
    "restarts": {"restart_marker_blocks": 3},
    "without subsampling, RGB": {"keep_rgb": True},
}


@pytest.mark.parametrize("name", JPEGS)
def test_luma_of_jpeg(name, tmp_path):
    file = jpeg(photo(), **JPEGS[name])
    image = Image.open(io.BytesIO(file))
    image.draft("L", image.size)
    assert np.abs(read(file, tmp_path) - gray(image)).max() <= 1


@pytest.mark.parametrize("name", JPEGS)
@pytest.mark.parametrize("conversion", ["rec709", "average", "red", "green", "blue"])
def test_colours_of_jpeg(name, conversion, tmp_path):
    file = jpeg(photo(), **JPEGS[name])
    pixels = np.asarray(Image.open(io.BytesIO(file)).convert("RGB")).astype(np.float64)
    weights = {
        "rec709": (0.2126, 0.7152, 0.0722), "average": (1 / 3, 1 / 3, 1 / 3),
        "red": (1, 0, 0), "green": (0, 1, 0), "blue": (0, 0, 1),
    }[conversion]
    assert np.abs(read(file, tmp_path, "--gray", conversion) - pixels @ weights).max() <= 1


@pytest.mark.parametrize("progressive", [False, True])
def test_gray_jpeg(progressive, tmp_path):
    file = jpeg(photo().convert("L"), progressive=progressive)
    assert np.abs(read(file, tmp_path) - gray(Image.open(io.BytesIO(file)))).max() <= 1


def adobe(file):
    """Where the transform of the Adobe segment stands."""
    place = file.index(b"\xff\xee")
    assert file[place + 4 : place + 9] == b"Adobe"
    return place + 15


@pytest.mark.parametrize("ycck", [False, True])
def test_inverted_four_colour_jpeg(ycck, tmp_path):
    file = bytearray(jpeg(photo().convert("CMYK"), subsampling=0))
    # The same data, declared to be YCCK.
    file[adobe(file)] = 2 if ycck else 0
    image = Image.open(io.BytesIO(bytes(file)))
    assert image.mode == "CMYK"
    assert np.abs(read(bytes(file), tmp_path) - gray(image.convert("RGB"))).max() <= 1


def test_four_colour_jpeg_without_adobes_segment(tmp_path):
    file = jpeg(photo().convert("CMYK"))
    place = adobe(file) - 15
    plain = file[:place] + file[place + 16 :]
    # 255 is no ink, with the segment and without, as browsers and Pillow have it.
    assert np.array_equal(read(plain, tmp_path), read(file, tmp_path))
    assert np.abs(read(plain, tmp_path) - gray(Image.open(io.BytesIO(plain)).convert("RGB"))).max() <= 1


@pytest.mark.parametrize("tag", range(1, 9))
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_orientation_of_jpeg(tag, mode, tmp_path):
    exif = Image.Exif()
    exif[274] = tag
    file = jpeg(photo().convert(mode), exif=exif)
    image = Image.open(io.BytesIO(file))
    image.draft("L", image.size)
    assert np.abs(read(file, tmp_path) - gray(ImageOps.exif_transpose(image))).max() <= 1


@pytest.mark.parametrize("background", ["black", "#ff8000", "10,200,30"])
def test_background(background, tmp_path):
    file = png(samples(6, 8), 6, 8)
    colour = "rgb(10,200,30)" if "," in background else background
    image = Image.open(io.BytesIO(file))
    flat = Image.alpha_composite(Image.new("RGBA", image.size, colour), image).convert("L")
    assert np.abs(read(file, tmp_path, "--background", background) - np.asarray(flat).astype(float)).max() <= 1


def cuts(file):
    return sorted({0, 1, 2, 7, 8, 20, 40, len(file) // 4, len(file) // 2, len(file) - 20, len(file) - 5, len(file) - 1})


BROKEN = {
    "gray PNG": lambda: png(samples(0, 8), 0, 8),
    "palette PNG": lambda: png(samples(3, 4), 3, 4, palette=np.zeros((16, 3))),
    "interlaced PNG": lambda: png(samples(2, 8), 2, 8, interlaced=True),
    "JPEG": lambda: jpeg(photo()),
    "progressive JPEG": lambda: jpeg(photo(), progressive=True),
}


@pytest.mark.parametrize("name", BROKEN)
def test_truncated_files_fail_in_one_line(name, tmp_path):
    file = BROKEN[name]()
    source, target = tmp_path / "in.png", tmp_path / "out" / "out.png"
    target.parent.mkdir()
    for length in cuts(file):
        source.write_bytes(file[:length])
        run = subprocess.run([CNNLAB, "filter", "edge", source, "-o", target], capture_output=True, text=True)
        assert run.returncode == 1, f"cut at {length}"
        assert run.stderr.startswith(f"Error: {source}: ") and run.stderr.count("\n") == 1, run.stderr
        assert not list(target.parent.iterdir()), f"cut at {length}"


def test_damaged_jpegs_never_crash(tmp_path):
    file = jpeg(photo())
    source, target = tmp_path / "in.jpg", tmp_path / "out.png"
    generator = np.random.default_rng(3)
    for _ in range(60):
        damaged = bytearray(file)
        for place in generator.integers(0, len(file), 3):
            damaged[place] = generator.integers(0, 256)
        source.write_bytes(bytes(damaged))
        run = subprocess.run([CNNLAB, "filter", "edge", source, "-o", target], capture_output=True, text=True)
        assert run.returncode in (0, 1)
        if run.returncode == 1:
            assert run.stderr.startswith("Error: ") and run.stderr.count("\n") == 1 and not target.exists()
        else:
            target.unlink()
