"""Kinds of pictures that real programs write and few tests know: windows too small, every carrier of the orientation,
four colours with and without Adobe's segment, and one gray for one file in every command."""

import io
import json
import os
import struct
import subprocess
import zlib

import numpy as np
import pytest
from PIL import Image, ImageOps

from png_files import CHANNELS, chunk, png
from test_images_reading import CNNLAB, KINDS, adobe, gray, jpeg, photo, read, samples, transparency


def run(*words, cwd, **options):
    return subprocess.run([CNNLAB, *words], cwd=cwd, capture_output=True, text=True, **options)


# Windows smaller than the stream needs: what optimisers write.


def with_window(file, bits):
    """The file with another window in the header of its zlib stream."""
    place = file.index(b"IDAT")
    length = struct.unpack(">I", file[place - 4 : place])[0]
    data = bytearray(file[place + 4 : place + 4 + length])
    data[0] = (bits - 8) << 4 | 8
    data[1] &= 0xE0
    data[1] += 31 - (data[0] << 8 | data[1]) % 31
    return file[: place - 4] + chunk(b"IDAT", bytes(data)) + file[place + 8 + length :]


@pytest.mark.parametrize("colour,depth,interlaced", KINDS)
@pytest.mark.parametrize("transparent", [False, True])
def test_every_kind_with_every_window(colour, depth, interlaced, transparent, tmp_path):
    if transparent and colour in (4, 6):
        pytest.skip("has an alpha channel already")
    generator = np.random.default_rng([colour, depth])
    # Rows that come again, far enough apart for any window but the largest to be too small.
    line = generator.integers(0, 2**depth, (24, 150, CHANNELS[colour]))
    values = np.concatenate([line] * 3)
    palette = generator.integers(0, 256, (2**depth, 3)) if colour == 3 else None
    mask = transparency(colour, depth) if transparent else None
    file = png(values, colour, depth, interlaced, palette, mask, idat=1 << 20)
    expected = read(file, tmp_path)
    for bits in (8, 9, 11, 14, 15):
        assert np.array_equal(read(with_window(file, bits), tmp_path), expected), f"2^{bits}"


# The orientation, in every place where files carry it.


def tiff(tag, kind="SHORT", order="<", count=1, before=0):
    """A TIFF structure with the orientation behind some other tags."""
    mark = b"II*\0" if order == "<" else b"MM\0*"
    others = b"".join(struct.pack(order + "HHII", 256 + i, 4, 1, 7) for i in range(before))
    number, value = {
        "BYTE": (1, struct.pack("B3x", tag)), "SHORT": (3, struct.pack(order + "H2x", tag)),
        "LONG": (4, struct.pack(order + "I", tag)), "SLONG": (9, struct.pack(order + "i", tag)),
    }[kind]
    entry = struct.pack(order + "HHI", 274, number, count) + value
    return mark + struct.pack(order + "IH", 8, before + 1) + others + entry + bytes(4)


def xmp(tag, form="attribute", prefix="tiff"):
    space = f'xmlns:{prefix}="http://ns.adobe.com/tiff/1.0/"'
    inside = {
        "attribute": f'<rdf:Description rdf:about="" {space} {prefix}:Orientation="{tag}"/>',
        "single quotes": f"<rdf:Description rdf:about='' {space} {prefix}:Orientation='{tag}'/>",
        "element": f'<rdf:Description rdf:about="" {space}><{prefix}:Orientation>{tag}</{prefix}:Orientation></rdf:Description>',
        "element in lines": f'<rdf:Description {space}>\n<{prefix}:Orientation>\n {tag}\n</{prefix}:Orientation></rdf:Description>',
    }[form]
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{rdf}">{inside}</rdf:RDF></x:xmpmeta>'.encode()


def raw_profile(name, data):
    digits = data.hex()
    lines = "\n".join(digits[i : i + 72] for i in range(0, len(digits), 72))
    return f"\n{name}\n{len(data):8}\n{lines}\n".encode()


def text(keyword, content, kind=b"tEXt"):
    if kind == b"tEXt":
        return chunk(kind, keyword + b"\0" + content)
    if kind == b"zTXt":
        return chunk(kind, keyword + b"\0\0" + zlib.compress(content))
    packed = kind == b"iTXt packed"
    return chunk(b"iTXt", keyword + b"\0" + (b"\1\0" if packed else b"\0\0") + b"\0\0" + (zlib.compress(content) if packed else content))


PNG_CARRIERS = {
    **{f"eXIf {kind}, {order}": lambda tag, kind=kind, order=order: chunk(b"eXIf", tiff(tag, kind, order, before=2))
       for kind in ("BYTE", "SHORT", "LONG", "SLONG") for order in "<>"},
    "eXIf with a head": lambda tag: chunk(b"eXIf", b"Exif\0\0" + tiff(tag)),
    **{f"raw profile {name}, {kind.decode()}": lambda tag, name=name, kind=kind: text(
        b"Raw profile type " + name.encode(), raw_profile(name, b"Exif\0\0" + tiff(tag, order=">")), kind)
       for name in ("exif", "APP1") for kind in (b"tEXt", b"zTXt")},
    "raw profile without a head": lambda tag: text(b"Raw profile type exif", raw_profile("exif", tiff(tag)), b"zTXt"),
    "raw profile of XMP": lambda tag: text(b"Raw profile type xmp", raw_profile("xmp", xmp(tag)), b"zTXt"),
    "raw APP1 of XMP": lambda tag: text(
        b"Raw profile type APP1", raw_profile("APP1", b"http://ns.adobe.com/xap/1.0/\0" + xmp(tag)), b"zTXt"),
    **{f"XMP {form}, {kind.decode()}": lambda tag, form=form, kind=kind: text(b"XML:com.adobe.xmp", xmp(tag, form), kind)
       for form in ("attribute", "single quotes", "element", "element in lines") for kind in (b"iTXt", b"iTXt packed")},
    "XMP with another prefix": lambda tag: text(b"XML:com.adobe.xmp", xmp(tag, prefix="t"), b"iTXt"),
    "EXIF before XMP": lambda tag: text(b"XML:com.adobe.xmp", xmp(9 - tag), b"iTXt") + chunk(b"eXIf", tiff(tag)),
}


def segment(data):
    return b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data


JPEG_CARRIERS = {
    **{f"EXIF {kind}, {order}": lambda tag, kind=kind, order=order: segment(b"Exif\0\0" + tiff(tag, kind, order, before=2))
       for kind in ("BYTE", "SHORT", "LONG", "SLONG") for order in "<>"},
    **{f"XMP {form}": lambda tag, form=form: segment(b"http://ns.adobe.com/xap/1.0/\0" + xmp(tag, form))
       for form in ("attribute", "single quotes", "element", "element in lines")},
    "XMP with another prefix": lambda tag: segment(b"http://ns.adobe.com/xap/1.0/\0" + xmp(tag, prefix="t")),
    "EXIF behind XMP": lambda tag: segment(b"http://ns.adobe.com/xap/1.0/\0" + xmp(9 - tag)) + segment(b"Exif\0\0" + tiff(tag)),
    "behind fill bytes": lambda tag: b"\xff\xff" + segment(b"Exif\0\0" + tiff(tag)),
}


def upright(pixels, tag):
    return {
        1: pixels, 2: pixels[:, ::-1], 3: pixels[::-1, ::-1], 4: pixels[::-1], 5: pixels.T, 6: pixels[::-1].T,
        7: pixels[::-1, ::-1].T, 8: pixels[:, ::-1].T,
    }[tag]


@pytest.mark.parametrize("name", PNG_CARRIERS)
def test_orientation_in_png(name, tmp_path):
    pixels = np.arange(15).reshape(3, 5) * 16
    file = png(pixels[:, :, None], 0, 8)
    for tag in range(1, 9):
        note = PNG_CARRIERS[name](tag)
        for place in (33, len(file) - 12):
            assert np.array_equal(read(file[:place] + note + file[place:], tmp_path), upright(pixels, tag)), tag


@pytest.mark.parametrize("name", JPEG_CARRIERS)
def test_orientation_in_jpeg(name, tmp_path):
    file = jpeg(photo().resize((24, 16)).convert("L"))
    pixels = read(file, tmp_path)
    for tag in range(1, 9):
        turned = file[:2] + JPEG_CARRIERS[name](tag) + file[2:]
        assert np.array_equal(read(turned, tmp_path), upright(pixels, tag)), tag


@pytest.mark.parametrize("note", [
    tiff(0), tiff(9), tiff(1)[:10], b"", b"II*\0\xff\xff\xff\xff", b"Exif\0\0", tiff(6, count=0),
])
def test_orientations_that_say_nothing(note, tmp_path):
    pixels = np.arange(15).reshape(3, 5) * 16
    file = png(pixels[:, :, None], 0, 8, exif=note)
    assert np.array_equal(read(file, tmp_path), pixels)


# Four colours.


def without_adobe(file):
    place = adobe(file) - 15
    return file[:place] + file[place + 16 :]


def adobe_with(file, transform):
    file = bytearray(file)
    file[adobe(file)] = transform
    return bytes(file)


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("subsampling", [0, 2])
@pytest.mark.parametrize("marker", [None, 0, 2])
@pytest.mark.parametrize("jfif", [False, True])
def test_four_colours(progressive, subsampling, marker, jfif, tmp_path):
    file = jpeg(photo().convert("CMYK"), progressive=progressive, subsampling=subsampling)
    file = without_adobe(file) if marker is None else adobe_with(file, marker)
    if jfif:
        file = file[:2] + b"\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + file[2:]
    expected = gray(Image.open(io.BytesIO(file)).convert("RGB"))
    assert np.abs(read(file, tmp_path) - expected).max() <= 1


# One gray for one file.


def saturated():
    """Colours that leave 0 to 255 on their way through luma and chroma."""
    generator = np.random.default_rng(5)
    blocks = generator.choice([0, 255], (8, 12, 3)).astype(np.uint8)
    return Image.fromarray(np.kron(blocks, np.ones((5, 7, 1), np.uint8)))


def grays(file, folder, *options):
    """The gray of a file by every command that tells it."""
    (folder / "in").write_bytes(file)
    filtered_map = read(file, folder, *options)
    height, width = filtered_map.shape
    shown = run("show", "in", "--region", f"0,0,{width},{height}", *options, cwd=folder).stdout
    table = np.array([line.split()[1:] for line in shown.splitlines()[2:]], dtype=float)
    run("filter", "identity", "in", "-o", "streamed.png", *options, cwd=folder)
    run("pipeline", "identity max:1", "in", "-o", "stages.png", *options, cwd=folder)
    pictures = [np.asarray(Image.open(folder / name)).astype(float) for name in ("streamed.png", "stages.png")]
    return [filtered_map, table, *pictures]


@pytest.mark.parametrize("kind", ["baseline", "full chroma", "progressive", "RGB", "four colours", "turned", "PNG"])
@pytest.mark.parametrize("conversion", ["rec601", "rec709", "average", "green"])
def test_one_gray(kind, conversion, tmp_path):
    picture = saturated()
    exif = Image.Exif()
    exif[274] = 6
    file = {
        "baseline": lambda: jpeg(picture), "full chroma": lambda: jpeg(picture, subsampling=0),
        "progressive": lambda: jpeg(picture, progressive=True), "RGB": lambda: jpeg(picture, keep_rgb=True),
        "four colours": lambda: jpeg(picture.convert("CMYK")), "turned": lambda: jpeg(picture, exif=exif),
        "PNG": lambda: png(np.asarray(picture).astype(int), 2, 8),
    }[kind]()
    first, *others = grays(file, tmp_path, "--gray", conversion)
    for other in others:
        assert np.array_equal(first, other)
    image = Image.open(io.BytesIO(file))
    if conversion == "rec601" and kind in ("baseline", "full chroma", "progressive", "turned"):
        # The luma that the file stores, which Pillow gives to whoever asks for it before decoding.
        image.draft("L", image.size)
        assert image.mode == "L"
        assert np.array_equal(first, np.asarray(ImageOps.exif_transpose(image)))
    elif conversion == "rec601":
        assert np.abs(first - gray(image.convert("RGB"))).max() <= 1


def test_colours_beside_the_stored_luma_are_those_of_libjpeg(tmp_path):
    file = jpeg(saturated(), subsampling=0)
    (tmp_path / "in").write_bytes(file)
    expected = np.asarray(Image.open(io.BytesIO(file)))
    shown = run("show", "in", "--channels", "--region", f"0,0,{expected.shape[1]},{expected.shape[0]}", cwd=tmp_path).stdout
    tables = [block.splitlines()[2:] for block in shown.strip().split("\n\n")]
    for channel in range(3):
        table = np.array([line.split()[1:] for line in tables[channel]], dtype=int)
        assert np.array_equal(table, expected[:, :, channel])


def test_predict_sees_the_same_gray(tmp_path):
    picture = saturated().resize((28, 28), Image.NEAREST)
    (tmp_path / "in").write_bytes(jpeg(picture))
    run("predict", "lenet", "in", "--raw", "--prepared", "seen.png", cwd=tmp_path)
    run("filter", "identity", "in", "-o", "gray.png", cwd=tmp_path)
    assert np.array_equal(np.asarray(Image.open(tmp_path / "seen.png")), np.asarray(Image.open(tmp_path / "gray.png")))


# Damaged pictures.


def damaged(name):
    smooth = photo().resize((160, 120))
    values = np.asarray(smooth.convert("L")).astype(int)
    return {
        "gray PNG": lambda: png(values[:, :, None], 0, 8, idat=500),
        "RGB PNG": lambda: png(np.asarray(smooth).astype(int), 2, 8, idat=500),
        "16-bit PNG": lambda: png(values[:, :, None] * 257, 0, 16, idat=500),
        "palette PNG": lambda: png(values[:, :, None] // 16, 3, 4, palette=np.arange(48).reshape(16, 3) * 5, idat=500),
        "JPEG": lambda: jpeg(smooth), "gray JPEG": lambda: jpeg(smooth.convert("L")),
        "JPEG with restarts": lambda: jpeg(smooth, restart_marker_rows=1),
    }[name]()


@pytest.mark.parametrize("name", ["gray PNG", "RGB PNG", "16-bit PNG", "palette PNG", "JPEG", "gray JPEG", "JPEG with restarts"])
@pytest.mark.parametrize("background", ["white", "#204060"])
def test_what_is_there_of_a_cut_picture(name, background, tmp_path):
    file = damaged(name)
    whole = read(file, tmp_path, "--background", background)
    fill = {"white": 255.0, "#204060": float(np.round(0x20 * 0.299 + 0x40 * 0.587 + 0x60 * 0.114))}[background]
    for part in (0.3, 0.6, 0.95):
        (tmp_path / "in").write_bytes(file[: int(len(file) * part)])
        assert run("filter", "identity", "in", "-o", "o.npy", cwd=tmp_path).returncode == 1
        results = []
        for output in ("o.npy", "o.png"):
            result = run(
                "filter", "identity", "in", "-o", output, "--damaged", "keep", "--background", background, cwd=tmp_path)
            assert result.returncode == 0 and result.stderr.startswith("Warning: in: truncated ") and result.stderr.count("\n") == 1
            results.append(result.stderr)
        assert results[0] == results[1]
        missing = int(results[0].split("the last ")[1].split()[0])
        got = np.load(tmp_path / "o.npy")
        there = len(whole) - missing
        assert 0 < missing < len(whole)
        # Chroma above the last blocks is mixed with what lies below; their last rows may differ by that.
        safe = there - (0 if "PNG" in name else 8)
        assert np.array_equal(got[:safe], whole[:safe])
        assert np.all(got[there:] == fill)
        shown = run("show", "in", "--damaged", "keep", cwd=tmp_path)
        assert shown.returncode == 0 and shown.stderr.startswith("Warning: in: truncated ")
        staged = run("pipeline", "identity relu", "in", "-o", "p.png", "--damaged", "keep", cwd=tmp_path)
        assert staged.returncode == 0 and "Warning: in: truncated " in staged.stderr


def test_a_cut_interlaced_picture_is_coarse_but_whole(tmp_path):
    values = np.asarray(photo().resize((160, 120)).convert("L")).astype(int)
    file = png(values[:, :, None], 0, 8, interlaced=True, idat=500)
    (tmp_path / "in").write_bytes(file[: len(file) * 2 // 3])
    result = run("filter", "identity", "in", "-o", "o.npy", "--damaged", "keep", cwd=tmp_path)
    assert result.returncode == 0 and result.stderr.startswith("Warning: in: truncated PNG")
    got = np.load(tmp_path / "o.npy")
    assert np.array_equal(got[::8, ::8], values[::8, ::8]) and np.abs(got - values).mean() < 12


def test_a_cut_progressive_picture_is_coarse_but_whole(tmp_path):
    file = jpeg(photo().resize((160, 120)), progressive=True)
    whole = read(file, tmp_path)
    (tmp_path / "in").write_bytes(file[: len(file) * 2 // 3])
    result = run("filter", "identity", "in", "-o", "o.npy", "--damaged", "keep", cwd=tmp_path)
    assert result.returncode == 0 and result.stderr.startswith("Warning: in: truncated JPEG")
    assert np.abs(np.load(tmp_path / "o.npy") - whole).mean() < 12


def test_damage_within(tmp_path):
    file = bytearray(damaged("gray PNG"))
    second = file.index(b"IDAT", file.index(b"IDAT") + 4)
    file[second - 5] ^= 1  # a check sum
    (tmp_path / "in").write_bytes(file)
    assert run("show", "in", cwd=tmp_path).returncode == 1
    result = run("filter", "identity", "in", "-o", "o.npy", "--damaged", "keep", cwd=tmp_path)
    assert result.returncode == 0 and "CRC" in result.stderr and "may be wrong" in result.stderr
    assert np.array_equal(np.load(tmp_path / "o.npy"), read(damaged("gray PNG"), tmp_path))


def test_nothing_is_kept_of_what_has_no_header(tmp_path):
    for content in (b"", b"not a picture", damaged("gray PNG")[:20], damaged("JPEG")[:30]):
        (tmp_path / "in").write_bytes(content)
        result = run("filter", "identity", "in", "-o", "o.png", "--damaged", "keep", cwd=tmp_path)
        assert result.returncode == 1 and result.stderr.startswith("Error: in: ") and not (tmp_path / "o.png").exists()


# Colour results.


@pytest.mark.parametrize("kind", ["PNG", "RGBA", "16 bits", "JPEG", "turned", "gray"])
@pytest.mark.parametrize("words", [
    ["filter", "sharpen"], ["filter", "gaussian:1.5", "--relu"], ["filter", "edge", "--display", "absolute"],
    ["filter", "emboss", "--pool", "max:2"], ["pipeline", "sharpen relu average:2"],
])
def test_colour_is_each_channel_by_itself(kind, words, tmp_path):
    picture = saturated()
    exif = Image.Exif()
    exif[274] = 8
    rgba = samples(6, 8)
    deep = samples(2, 16)
    file = {
        "PNG": lambda: png(np.asarray(picture).astype(int), 2, 8), "RGBA": lambda: png(rgba, 6, 8),
        "16 bits": lambda: png(deep, 2, 16), "JPEG": lambda: jpeg(picture), "turned": lambda: jpeg(picture, exif=exif),
        "gray": lambda: png(samples(0, 8), 0, 8),
    }[kind]()
    (tmp_path / "in").write_bytes(file)
    command, *rest = words
    # The values themselves are not displayed.
    values = [word for word in rest if word not in ("--display", "absolute")]
    result = run(command, values[0], "in", *values[1:], "--colour", "-o", "colour.npy", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    got = np.load(tmp_path / "colour.npy")
    if kind == "gray":
        run(command, values[0], "in", *values[1:], "-o", "gray.npy", cwd=tmp_path)
        assert np.array_equal(got, np.load(tmp_path / "gray.npy"))
        return
    assert got.ndim == 3 and got.shape[0] == 3
    for channel, name in enumerate(["red", "green", "blue"]):
        run(command, values[0], "in", *values[1:], "--gray", name, "-o", "one.npy", cwd=tmp_path)
        one = np.load(tmp_path / "one.npy")
        # A single channel of 8 bits is the same; of 16 bits its rounding to Float may differ in the last place.
        assert np.allclose(got[channel], one, atol=1e-3), name
    for depth, top in ((8, 255), (16, 65535)):
        run(command, rest[0], "in", *rest[1:], "--colour", "--depth", str(depth), "-o", "out.png", cwd=tmp_path)
        shown = np.abs(got) if "absolute" in words else got
        expected = np.rint(np.clip(shown, 0, 255) * (top / 255))
        written = read_png(tmp_path / "out.png")
        assert np.abs(written - np.moveaxis(expected, 0, -1)).max() <= 1


def read_png(path):
    """The samples of an RGB picture; Pillow keeps 8 of 16 bits only."""
    data = path.read_bytes()
    width, height, depth, colour = struct.unpack(">IIBB", data[16:26])
    assert colour == 2
    stream, place = b"", 8
    while place < len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        if kind == b"IDAT":
            stream += data[place + 8 : place + 8 + length]
        place += 12 + length
    raw = zlib.decompress(stream)
    pixel, size = 3 * depth // 8, 3 * depth // 8 * width
    above, lines = bytearray(size), []
    for y in range(height):
        kind, line = raw[y * (size + 1)], bytearray(raw[y * (size + 1) + 1 : (y + 1) * (size + 1)])
        for x in range(size):
            a = line[x - pixel] if x >= pixel else 0
            b, c = above[x], above[x - pixel] if x >= pixel else 0
            p = a + b - c
            nearest = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            line[x] = (line[x] + (0, a, b, (a + b) // 2, nearest)[kind]) & 255
        lines.append(bytes(line))
        above = line
    samples = np.frombuffer(b"".join(lines), ">u2" if depth == 16 else "u1")
    return samples.reshape(height, width, 3).astype(float)


def test_colour_stretches_the_channels_alike(tmp_path):
    values = np.zeros((2, 2, 3), int)
    values[0, 0] = (100, 50, 0)
    (tmp_path / "in").write_bytes(png(values, 2, 8))
    run("filter", "identity", "in", "--colour", "--display", "stretch", "-o", "o.png", cwd=tmp_path)
    assert np.asarray(Image.open(tmp_path / "o.png"))[0, 0].tolist() == [255, 128, 0]


def test_colours_of_several_kernels_in_one_array(tmp_path):
    (tmp_path / "in").write_bytes(png(np.asarray(saturated()).astype(int), 2, 8))
    run("filter", "sharpen,edge", "in", "--colour", "-o", "o.npy", cwd=tmp_path)
    run("filter", "edge", "in", "--colour", "-o", "e.npy", cwd=tmp_path)
    both = np.load(tmp_path / "o.npy")
    assert both.shape == (2, 3, 40, 84) and np.array_equal(both[1], np.load(tmp_path / "e.npy"))


# Names.


@pytest.mark.parametrize("name", [b"caf\xe9.png", b"\xff\xfe.png", b"a\xf4\x8f\x9e\x80.png", "e\u0301.png".encode(), b"new\nline.png"])
def test_names_of_any_bytes(name, tmp_path):
    folder = os.fsencode(tmp_path)
    values = np.arange(12).reshape(3, 4, 1)
    with open(os.path.join(folder, name), "wb") as file:
        file.write(png(values, 0, 8))
    result = subprocess.run([os.fsencode(CNNLAB), b"filter", b"identity", name], cwd=folder, capture_output=True)
    assert result.returncode == 0, result.stderr
    assert sorted(os.listdir(folder)) == sorted([name, name[:-4] + b"-identity.png"])
    shown = subprocess.run([os.fsencode(CNNLAB), b"show", name, b"--region", b"0,0,4,3"], cwd=folder, capture_output=True)
    assert shown.returncode == 0 and b"11" in shown.stdout
    answers = subprocess.run([os.fsencode(CNNLAB), b"predict", b"lenet", b"--raw", b"--json", name], cwd=folder, capture_output=True)
    assert json.loads(answers.stdout)[0]["picture"].endswith(".png")
    missing = subprocess.run([os.fsencode(CNNLAB), b"show", b"no" + name], cwd=folder, capture_output=True)
    assert missing.returncode == 1 and missing.stderr.count(b"\n") == 1
    missing.stderr.decode()


def test_two_spellings_are_two_files(tmp_path):
    composed, decomposed = "\u00e9.png", "e\u0301.png"
    for value, name in enumerate((composed, decomposed)):
        (tmp_path / name).write_bytes(png(np.full((2, 2, 1), 10 * value + 5), 0, 8))
    if len(os.listdir(tmp_path)) == 1:
        pytest.skip("the file system joins them")
    result = run("filter", "identity", composed, decomposed, "-o", "out/", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    pixels = {name: Image.open(tmp_path / "out" / name).getpixel((0, 0)) for name in os.listdir(tmp_path / "out")}
    assert pixels == {"\u00e9-identity.png": 5, "e\u0301-identity.png": 15}


@pytest.mark.parametrize("beginning,name", [
    (b"GIF89a", "GIF"), (b"RIFF\x24\0\0\0WEBPVP8 ", "WebP"), (b"BM\x9a\0\0\0\0\0\0\0\x36\0\0\0", "BMP"), (b"II*\0\x08\0\0\0", "TIFF"),
    (b"MM\0*\0\0\0\x08", "TIFF"), (b"\0\0\0\x18ftypheic", "HEIF"), (b"\0\0\0\x18ftypavif", "AVIF"), (b"8BPS", "Photoshop"),
    (b"P6\n4 4\n255\n", "Netpbm"), (b"%PDF-1.7", "PDF"), (b"<svg xmlns=", "SVG"), (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
])
def test_other_formats_are_named(beginning, name, tmp_path):
    (tmp_path / "in").write_bytes(beginning + bytes(200))
    result = run("filter", "edge", "in", cwd=tmp_path)
    assert result.returncode == 1 and result.stderr.count("\n") == 1
    assert name in result.stderr and "convert it to PNG or JPEG first, as with \"" in result.stderr


@pytest.mark.parametrize("kind", ["PNG", "RGBA", "JPEG", "turned", "interlaced", "gray"])
@pytest.mark.parametrize("options", [[], ["--stride", "3"], ["--padding", "valid", "--relu"], ["--border", "wrap"], ["--padding", "full"]])
def test_colour_row_by_row_is_that_of_the_whole(kind, options, tmp_path):
    exif = Image.Exif()
    exif[274] = 5
    large = photo().resize((301, 203))
    file = {
        "PNG": lambda: png(np.asarray(large).astype(int), 2, 8), "RGBA": lambda: png(samples(6, 8), 6, 8),
        "JPEG": lambda: jpeg(large), "turned": lambda: jpeg(large, exif=exif),
        "interlaced": lambda: png(np.asarray(large).astype(int), 2, 8, True), "gray": lambda: png(samples(0, 8), 0, 8),
    }[kind]()
    (tmp_path / "in").write_bytes(file)
    for kernel in ("sharpen", "gaussian:3"):
        run("filter", kernel, "in", "--colour", "-o", "rows.png", *options, cwd=tmp_path)
        # A drawing in the terminal needs the whole map.
        run("filter", kernel, "in", "--colour", "-o", "whole.png", "--preview", *options, cwd=tmp_path)
        for jobs in ("1", "2"):
            run("filter", kernel, "in", "--colour", "-o", f"jobs{jobs}.png", "--jobs", jobs, *options, cwd=tmp_path)
            assert (tmp_path / f"jobs{jobs}.png").read_bytes() == (tmp_path / "rows.png").read_bytes()
        rows, whole = (np.asarray(Image.open(tmp_path / name)) for name in ("rows.png", "whole.png"))
        assert np.array_equal(rows, whole)
