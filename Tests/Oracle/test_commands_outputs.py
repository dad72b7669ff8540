"""Names, formats and contents of what filter and pipeline write, and what show and kernels print."""

import json
import os
import pty
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

CNNLAB = Path(__file__).resolve().parents[2] / ".build/release/cnnlab"
EDGE = np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]], np.float32)
SOBEL_X = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], np.float32)


def run(*arguments, cwd, code=0, **options):
    result = subprocess.run([CNNLAB, *arguments], cwd=cwd, capture_output=True, timeout=60, **options)
    assert result.returncode == code, result.stderr
    return result.stdout


def text(*arguments, cwd, **options):
    return run(*arguments, cwd=cwd, **options).decode()


def names(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


@pytest.fixture
def pixels():
    return np.random.default_rng(1).integers(0, 256, (12, 20), np.uint8)


@pytest.fixture
def folder(tmp_path, pixels):
    Image.fromarray(pixels).save(tmp_path / "photo.png")
    return tmp_path


def correlate(pixels, kernel):
    return ndimage.correlate(pixels.astype(np.float32), kernel, mode="nearest")


def pooled(plane, window):
    height, width = plane.shape[0] // window, plane.shape[1] // window
    return plane[: height * window, : width * window].reshape(height, window, width, window).max((1, 3))


def picture(path):
    return np.asarray(Image.open(path))


# kernel argument, file that is written
NAMES = [
    ("edge", "photo-edge.png"),
    ("gaussian:2", "photo-gaussian-2.png"),
    ("gabor:45:8", "photo-gabor-45-8.png"),
    ("0 -1 0; -1 5 -1; 0 -1 0", "photo-custom.png"),
    ("-1 0 1", "photo-custom.png"),
    ("own.kernel", "photo-own.png"),
    ("sub/named.txt", "photo-named.png"),
]


@pytest.mark.parametrize("kernel, name", NAMES)
def test_name_without_output(kernel, name, folder):
    (folder / "own.kernel").write_text("0 1 0\n1 1 1\n0 1 0\n")
    (folder / "sub").mkdir()
    (folder / "sub/named.txt").write_text("0,1,0\n1,1,1\n")
    before = names(folder)
    text("filter", kernel, "photo.png", cwd=folder)
    assert sorted(set(names(folder)) - set(before)) == [name]


def test_output_is_written_in_the_current_folder(folder):
    (folder / "here").mkdir()
    assert text("filter", "edge", "../photo.png", cwd=folder / "here") == "edge 3×3  1×12×20  photo-edge.png\n"
    assert (folder / "here/photo-edge.png").exists()


def test_several_kernels_and_pictures(folder, pixels):
    Image.fromarray(pixels[:, ::-1].copy()).save(folder / "other.png")
    out = text("filter", "1 2 1,edge,2 1 2,sobel-x", "photo.png", "other.png", "-o", "new/maps", cwd=folder)
    assert out == "2 of 2 pictures filtered; 8 files written\n"
    assert names(folder / "new/maps") == [
        f"{stem}-{kernel}.png" for stem in ("other", "photo") for kernel in ("custom-2", "custom", "edge", "sobel-x")
    ]
    expected = np.clip(correlate(pixels[:, ::-1], SOBEL_X), 0, 255)
    assert np.array_equal(picture(folder / "new/maps/other-sobel-x.png"), expected)


def test_all_kernels(folder):
    lines = text("filter", "all", "photo.png", "-o", "maps", cwd=folder).splitlines()
    listed = [k["name"] for k in json.loads(text("kernels", "--json", cwd=folder)) if "usage" not in k]
    assert [line.split()[0] for line in lines] == listed
    assert names(folder / "maps") == sorted(f"photo-{name}.png" for name in listed)


def test_standard_input_and_output(folder, pixels):
    data = (folder / "photo.png").read_bytes()
    written = run("filter", "edge", "-", "-o", "-", cwd=folder, input=data)
    (folder / "out.png").write_bytes(written)
    assert np.array_equal(picture(folder / "out.png"), np.clip(correlate(pixels, EDGE), 0, 255))
    assert text("filter", "edge", "-", cwd=folder, input=data) == "edge 3×3  1×12×20  stdin-edge.png\n"


def test_stages(folder, pixels):
    out = text("pipeline", "edge relu max:2", "photo.png", "--stages", "-o", "maps/", cwd=folder)
    assert out == (
        "input     1×12×20\n"
        "edge 3×3  1×12×20  maps/photo-edge-relu-max-2-1-edge.png\n"
        "relu      1×12×20  maps/photo-edge-relu-max-2-2-relu.png\n"
        "max:2     1×6×10   maps/photo-edge-relu-max-2.png\n"
    )
    relu = np.maximum(correlate(pixels, EDGE), 0)
    first, second, last = (folder / line.split()[-1] for line in out.splitlines()[1:])
    assert np.array_equal(picture(first), np.clip(correlate(pixels, EDGE), 0, 255))
    assert np.array_equal(picture(second), np.clip(relu, 0, 255))
    assert np.array_equal(picture(last), np.clip(pooled(relu, 2), 0, 255))


def test_stages_of_filter_beside_a_file(folder):
    out = text("filter", "edge", "photo.png", "--relu", "--pool", "max:2", "--stages", "-o", "x.png", cwd=folder)
    assert [line.split("  ")[-1].strip() for line in out.splitlines()[1:]] == ["x-1-edge.png", "x-2-relu.png", "x.png"]
    assert names(folder) == ["photo.png", "x-1-edge.png", "x-2-relu.png", "x.png"]


def test_pipeline_prints_every_shape(folder, pixels):
    out = text("pipeline", "edge relu max:2 sobel-x relu", "photo.png", "-o", "x.npy", cwd=folder)
    assert out == (
        "input        1×12×20\nedge 3×3     1×12×20\nrelu         1×12×20\nmax:2        1×6×10\n"
        "sobel-x 3×3  1×6×10\nrelu         1×6×10   x.npy\n"
    )
    map_ = pooled(np.maximum(correlate(pixels, EDGE), 0), 2)
    assert np.array_equal(np.load(folder / "x.npy"), np.maximum(correlate(map_, SOBEL_X), 0))


def test_numpy_shapes_and_types(folder, pixels):
    text("filter", "edge", "photo.png", "-o", "one.npy", cwd=folder)
    text("filter", "edge,sobel-x", "photo.png", "-o", "two.npy", cwd=folder)
    text("filter", "edge,sobel-x", "photo.png", "--format", "npy", "-o", "maps/", cwd=folder)
    one, two = np.load(folder / "one.npy"), np.load(folder / "two.npy")
    assert one.dtype == two.dtype == np.float32 and one.shape == (12, 20) and two.shape == (2, 12, 20)
    assert np.array_equal(one, correlate(pixels, EDGE)) and np.array_equal(two[0], one)
    assert np.array_equal(two[1], correlate(pixels, SOBEL_X))
    assert names(folder / "maps") == ["photo-edge.npy", "photo-sobel-x.npy"]
    assert np.array_equal(np.load(folder / "maps/photo-sobel-x.npy"), two[1])


def test_csv(folder, pixels):
    text("filter", "edge,sobel-x", "photo.png", "-o", "two.csv", cwd=folder)
    maps = (folder / "two.csv").read_text().split("\n\n")
    assert len(maps) == 2
    for map_, kernel in zip(maps, (EDGE, SOBEL_X)):
        assert np.array_equal(np.loadtxt(map_.splitlines(), delimiter=","), correlate(pixels, kernel))


DISPLAYS = {
    "clamp": lambda v: np.clip(v, 0, 255),
    "absolute": lambda v: np.clip(np.abs(v), 0, 255),
    "stretch": lambda v: (v - v.min()) * (255 / (v.max() - v.min())),
    "signed": lambda v: 128 + v * (127 / np.abs(v).max()),
}


@pytest.mark.parametrize("display", DISPLAYS)
@pytest.mark.parametrize("depth", ["8", "16"])
def test_display_and_depth(folder, pixels, display, depth):
    text("filter", "edge", "photo.png", "--display", display, "--depth", depth, "-o", "x.png", cwd=folder)
    expected = DISPLAYS[display](correlate(pixels, EDGE).astype(np.float64))
    found = picture(folder / "x.png")
    # The scale is float32 in the program: half a level more or less may round the other way.
    assert np.abs(found / (257 if depth == "16" else 1) - expected).max() <= 0.51
    if depth == "16":
        assert np.abs(found / 257 - expected).max() < 0.01


@pytest.mark.parametrize("activation, function", [
    ("tanh", lambda v: 255 * np.tanh(v / 255)),
    ("sigmoid", lambda v: 255 / (1 + np.exp(-v / 255))),
    ("leaky-relu", lambda v: np.where(v > 0, v, 0.01 * v)),
])
def test_activation(folder, pixels, activation, function):
    text("filter", "edge", "photo.png", "--bias", "-7.5", "--activation", activation, "-o", "x.npy", cwd=folder)
    expected = function(correlate(pixels, EDGE).astype(np.float64) - 7.5)
    assert np.allclose(np.load(folder / "x.npy"), expected, rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize("options", [[], ["--relu"], ["--stride", "2", "--border", "zero"], ["--bias", "100.5"], ["--flip"]])
def test_one_pass_has_the_pixels_of_the_float_maps(folder, options):
    pixels = np.random.default_rng(3).integers(0, 256, (301, 203), np.uint8)
    Image.fromarray(pixels).save(folder / "large.png")
    kernels = "edge,sobel-y,gaussian:1.7,motion-blur,log:1.4,1 -2 1"
    text("filter", kernels, "large.png", "-o", "fast", *options, cwd=folder)
    text("filter", kernels, "large.png", "-o", "slow", "--preview", *options, cwd=folder)
    for name in names(folder / "fast"):
        assert np.array_equal(picture(folder / "fast" / name), picture(folder / "slow" / name)), name


def test_results_do_not_depend_on_jobs(folder, pixels):
    for index in range(6):
        Image.fromarray(np.roll(pixels, index)).save(folder / f"p{index}.png")
    pictures = [f"p{index}.png" for index in range(6)]
    outputs = []
    for jobs in ("1", "2", "5"):
        text("filter", "gaussian:1.3,edge", *pictures, "--format", "npy", "--jobs", jobs, "-o", f"o{jobs}", cwd=folder)
        outputs.append([(folder / f"o{jobs}" / name).read_bytes() for name in names(folder / f"o{jobs}")])
    assert len(outputs[0]) == 12 and outputs[0] == outputs[1] == outputs[2]


def test_transparency_lies_on_the_background(folder):
    Image.fromarray(np.zeros((4, 4, 4), np.uint8)).save(folder / "clear.png")
    for colour, level in (("white", 255), ("#000", 0), ("10,10,10", 10)):
        text("filter", "identity", "clear.png", "--background", colour, "-o", "x.png", cwd=folder)
        assert (picture(folder / "x.png") == level).all()


def test_preview_draws_half_blocks(folder):
    out = text("filter", "edge", "photo.png", "--preview", "-o", "x.png", cwd=folder, env={"COLORTERM": "truecolor"})
    rows = out.splitlines()[1:]
    assert len(rows) == 6 and all(row.count("▀") == 20 and row.endswith("\x1b[0m") for row in rows)
    assert "\x1b[38;2;" in out and "\x1b[38;5;" not in out
    out = text("filter", "edge", "photo.png", "--preview", "-o", "x.png", cwd=folder, env={})
    assert "\x1b[38;5;" in out and "\x1b[38;2;" not in out


def test_show(tmp_path):
    pixels = np.array([[[0, 10, 20], [255, 0, 0]], [[255, 255, 255], [1, 2, 3]]], np.uint8)
    Image.fromarray(pixels).save(tmp_path / "tiny.png")
    assert text("show", "tiny.png", cwd=tmp_path) == (
        "tiny.png: 2×2 pixels, colour, 8 bits a sample\n\n"
        "channel  min  max    mean  deviation\n"
        "red        0  255  127.75     127.25\n"
        "green      0  255   66.75     108.75\n"
        "blue       0  255   69.50     107.37\n"
        "gray       2  255   85.25     102.22\n\n"
        "Histogram of gray\n"
        "0 █ █" + 16 * " " + "█" + 43 * " " + "█ 255\n\n"
        "Pixels of gray, x 0…1, y 0…1\n"
        "y\\x    0   1\n"
        "  0    8  76\n"
        "  1  255   2\n"
    )
    assert text("show", "tiny.png", "--channels", "--region", "1,0,1,2", cwd=tmp_path) == "\n".join(
        f"Pixels of {name}, x 1…1, y 0…1\ny\\x    1\n  0  {first}\n  1  {second}\n"
        for name, first, second in (("red", "255", "  1"), ("green", "0", "2"), ("blue", "0", "3"))
    ).replace("\\x    1\n  0  0", "\\x  1\n  0  0")


def test_show_histogram_counts_every_pixel(folder, pixels):
    rows = text("show", "photo.png", "--histogram", cwd=folder).splitlines()
    counts = [int(row[9:].split()[0]) for row in rows[1:]]
    assert rows[0] == "Histogram of gray" and counts == np.histogram(pixels, 32, (0, 256))[0].tolist()


def test_show_agrees_with_numpy_on_16_bits(tmp_path):
    pixels = np.random.default_rng(2).integers(0, 65536, (5, 7), np.uint16)
    Image.fromarray(pixels).save(tmp_path / "deep.png")
    rows = text("show", "deep.png", "--region", "0,0,7,5", cwd=tmp_path).splitlines()[2:]
    found = np.array([[float(word) for word in row.split()[1:]] for row in rows])
    assert np.abs(found - pixels / 257).max() <= 0.0051


def test_kernels_as_json(tmp_path):
    kernels = json.loads(text("kernels", "--json", cwd=tmp_path))
    assert len(kernels) > 70 and all(k["description"] and k["source"] for k in kernels)
    (sobel,) = json.loads(text("kernels", "sobel-x", "--json", cwd=tmp_path))
    assert sobel["numerators"] == SOBEL_X.astype(int).tolist() and sobel["rank"] == 1 and sobel["sum"] == 0


def test_kernel_picture(tmp_path):
    text("kernels", "sobel-x", "--picture", "k.png", cwd=tmp_path)
    assert min(picture(tmp_path / "k.png").shape[:2]) > 200
    text("kernels", "sobel-x", "--picture", "k.svg", cwd=tmp_path)
    assert (tmp_path / "k.svg").read_text().startswith("<?xml")

def test_progress_bar_on_a_terminal_only(folder, pixels):
    for index in range(30):
        Image.fromarray(pixels).save(folder / f"p{index}.png")
    pictures = [f"p{index}.png" for index in range(30)]
    quiet = run("filter", "edge", *pictures, "missing.png", "-o", "maps", cwd=folder, code=1)
    assert quiet == b"30 of 31 pictures filtered, 1 failed; 30 files written\n"

    parent, terminal = pty.openpty()
    process = subprocess.Popen(
        [CNNLAB, "filter", "edge", *pictures, "missing.png", "-o", "maps"], cwd=folder, stdout=subprocess.PIPE,
        stderr=terminal)
    os.close(terminal)
    drawn = b""
    while True:
        try:
            part = os.read(parent, 65536)
        except OSError:
            break
        if not part:
            break
        drawn += part
    os.close(parent)
    process.communicate(timeout=60)
    drawn = drawn.decode()
    assert "░" in drawn and "/31" in drawn
    # The bar is taken away before the message and at the end.
    before, after = drawn.split("Error: Cannot read missing.png: No such file or directory")
    assert before.endswith("\r\x1b[K") and (after.strip() == "" or after.endswith("\r\x1b[K"))
