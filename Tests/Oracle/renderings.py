"""Renderings of digits as people make them: hard and soft edges, thick and thin, dark and light, small and large,
with and without a frame, tight and far."""

import gzip
import pathlib
import random
import struct

import numpy as np
from PIL import Image, ImageFilter


def idx(path):
    """The array of an IDX file, gzipped or not."""
    path = pathlib.Path(path)
    with gzip.open(path) if path.suffix == ".gz" else open(path, "rb") as file:
        (magic,) = struct.unpack(">I", file.read(4))
        sizes = struct.unpack(f">{magic & 255}I", file.read(4 * (magic & 255)))
        return np.frombuffer(file.read(), np.uint8).reshape(sizes)


LEVELS = {"thin": 0.62, "normal": 0.45, "thick": 0.22}
SHARES = {"tight": 1.0, "near": 0.75, "far": 0.4}


def smooth(digit, weight):
    """A 28×28 digit sixteen times as large, with smooth outlines, its lines as wide as asked, cut to its ink."""
    rows, columns = np.flatnonzero(digit.max(1) > 40), np.flatnonzero(digit.max(0) > 40)
    small = np.pad(digit[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], 4)
    large = Image.fromarray(small).resize((small.shape[1] * 16, small.shape[0] * 16), Image.Resampling.BICUBIC)
    ink = np.asarray(large.filter(ImageFilter.GaussianBlur(16 * 0.35))) / 255
    for level in (LEVELS[weight], 0.3):
        shape = Image.fromarray(((ink > level) * 255).astype(np.uint8))
        if shape.getbbox():
            return shape.crop(shape.getbbox())
    return large


def placed(shape, side, share, framed, generator):
    """The digit on its picture; one that fills it is the picture."""
    longest = max(4, round(side * share))
    width, height = (max(1, round(length * longest / max(shape.size))) for length in shape.size)
    small = shape.resize((width, height), Image.Resampling.BOX if width < shape.width else Image.Resampling.BICUBIC)
    if share == 1.0:
        return small
    canvas = Image.new("L", (side, side), 0)
    slack = side - width, side - height
    shift = (0, 0) if framed else tuple(generator.randint(-length // 6, length // 6) for length in slack)
    canvas.paste(small, (slack[0] // 2 + shift[0], slack[1] // 2 + shift[1]))
    return canvas


def rendering(digit, seed):
    """A picture of a 28×28 digit, ink 255 on 0, and what was done to it."""
    generator = random.Random(seed)
    side = generator.choice([28, 40, 64, 100, 200, 280, 500, 1000, 2000])
    edge = generator.choice(["hard", "soft", "plain"])
    weight = generator.choice(["thin", "normal", "thick"])
    polarity = generator.choice(["dark", "light"])
    framed = generator.random() < 0.3
    margin = generator.choice(["tight", "near", "far"])
    share = 0.72 if side < 60 and margin == "far" else 0.8 if framed and margin == "tight" else SHARES[margin]
    canvas = placed(smooth(digit, weight), side, share, framed, generator)
    values = np.asarray(canvas).astype(float)
    if edge == "hard" and (values > 127).any():
        values = (values > 127) * 255.0
    elif edge == "soft":
        values = np.asarray(canvas.filter(ImageFilter.GaussianBlur(max(0.4, side / 120)))).astype(float)
    if framed:
        thickness = max(1, round(side * generator.choice([0.01, 0.02, 0.03])))
        distance = generator.choice([0, max(1, side // 40)])
        height, width = values.shape
        frame = np.zeros_like(values)
        frame[distance : height - distance, distance : width - distance] = 255
        inner = distance + thickness
        frame[inner : height - inner, inner : width - inner] = 0
        values = np.maximum(values, frame)
    if polarity == "dark":
        values = 255 - values
    if edge != "hard" and generator.random() < 0.3:
        # Scanners give neither black nor white.
        values = 30 + values * 0.75
    picture = Image.fromarray(values.round().clip(0, 255).astype(np.uint8))
    return picture, (side, edge, weight, polarity, framed, margin)
