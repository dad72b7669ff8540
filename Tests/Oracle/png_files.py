"""Writes PNG files of every kind, also those that Pillow reads but does not write."""

import struct
import zlib

import numpy as np

CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
# x0, y0, dx, dy of the seven passes of Adam7
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def rows(samples, depth):
    """Packed rows of samples of shape height, width, channels."""
    height = samples.shape[0]
    flat = samples.reshape(height, -1)
    if depth == 16:
        return [row.astype(">u2").tobytes() for row in flat]
    if depth == 8:
        return [row.astype(np.uint8).tobytes() for row in flat]
    bits = (flat[:, :, None] >> np.arange(depth - 1, -1, -1)) & 1
    return [np.packbits(row.reshape(-1).astype(np.uint8)).tobytes() for row in bits]


def filtered(lines, pixel):
    """Every filter in turn."""
    result, above = b"", None
    for index, line in enumerate(lines):
        above = above if above is not None and len(above) == len(line) else bytes(len(line))
        kind = index % 5
        out = bytearray([kind])
        for x, value in enumerate(line):
            a = line[x - pixel] if x >= pixel else 0
            b = above[x]
            c = above[x - pixel] if x >= pixel else 0
            p = a + b - c
            nearest = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            out.append((value - (0, a, b, (a + b) // 2, nearest)[kind]) & 255)
        result += bytes(out)
        above = line
    return result


def png(samples, colour, depth, interlaced=False, palette=None, transparency=None, exif=None, idat=4096):
    """The bytes of a file; samples have the shape height, width, channels."""
    height, width, channels = samples.shape
    pixel = max(1, channels * depth // 8)
    parts = [samples]
    if interlaced:
        parts = [samples[y0::dy, x0::dx] for x0, y0, dx, dy in PASSES]
    data = b"".join(filtered(rows(part, depth), pixel) for part in parts if part.size)
    stream = zlib.compress(data)
    file = b"\x89PNG\r\n\x1a\n"
    file += chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced)))
    if palette is not None:
        file += chunk(b"PLTE", palette.astype(np.uint8).tobytes())
    if transparency is not None:
        file += chunk(b"tRNS", transparency)
    if exif is not None:
        file += chunk(b"eXIf", exif)
    for start in range(0, len(stream), idat):
        file += chunk(b"IDAT", stream[start : start + idat])
    return file + chunk(b"IEND", b"")


def exif_orientation(tag):
    """A TIFF structure that holds the orientation alone."""
    return b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHIHH", 274, 3, 1, tag, 0) + bytes(4)
