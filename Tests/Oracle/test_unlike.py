"""`cnnlab predict` says of a picture that it is unlike those a model learned from: the numbers against NumPy, and on
pictures of the classes, of other things, and drawn ones."""

import json
import pathlib
import struct
import subprocess

import default_grid
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

ROOT = pathlib.Path(__file__).resolve().parents[2]
CNNLAB = ROOT / ".build/release/cnnlab"
MODEL = ROOT / "models/convnet.safetensors"
WARNING = "Unlike the pictures that it learned from"


def predict(*arguments):
    result = subprocess.run([str(CNNLAB), "predict", *map(str, arguments)], capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    return result.stdout


def measures(pixels):
    """The ten (gray: eight) measures of a picture, C × H × W of 0…1."""
    gray = pixels.mean(0)
    height, width = gray.shape
    right, down = np.abs(np.diff(gray, axis=1)), np.abs(np.diff(gray, axis=0))
    bends = np.abs(4 * gray[1:-1, 1:-1] - gray[:-2, 1:-1] - gray[2:, 1:-1] - gray[1:-1, :-2] - gray[1:-1, 2:])
    rows, columns = height // 4, width // 4
    blocks = gray[: 4 * rows, : 4 * columns].reshape(4, rows, 4, columns).mean((1, 3))
    log = lambda value: np.log(value + 0.002)
    result = [
        gray.mean(), log(gray.std()), log(right.mean()), log(down.mean()), log(bends.mean()),
        log(np.sqrt((right**2).mean() + (down**2).mean())), ((right[:-1] < 0.02) & (down[:, :-1] < 0.02)).mean(),
        log(blocks.std())]
    if len(pixels) == 3:
        red, green, blue = pixels
        result += [log((red - green).std()), log(((red + green) / 2 - blue).std())]
    return np.array(result)


def usual(path):
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    text = json.loads(content[8 : 8 + length])["__metadata__"].get("usual")
    return text and json.loads(text)


def distance(path, numbers):
    picture = np.asarray(Image.open(path), float) / 255
    pixels = picture[None] if picture.ndim == 2 else picture.transpose(2, 0, 1)
    away = measures(pixels) - numbers["mean"]
    return float(np.sqrt(away @ np.reshape(numbers["precision"], (len(away), -1)) @ away))


@pytest.mark.parametrize("name", ["cat", "boat", "chart", "eight"])
def test_distance_is_that_of_numpy(tmp_path, name):
    answer, = json.loads(predict(MODEL, ROOT / f"samples/{name}.png", "--json", "--prepared", tmp_path / "seen.png"))
    numbers = usual(MODEL)
    assert answer["distance"] == pytest.approx(distance(tmp_path / "seen.png", numbers), rel=1e-5)
    assert answer["limit"] == pytest.approx(numbers["limit"])
    assert answer["unlike"] == (answer["distance"] > answer["limit"])


@pytest.mark.parametrize("colours", [False, True])
def test_numbers_are_those_of_the_pictures(tmp_path, colours):
    folder = default_grid.shapes(tmp_path / "shapes", colours, count=100)
    subprocess.run(
        [str(CNNLAB), "train", "fc 3", "--data", folder, "--validation", "0", "--epochs", "1", "-o",
         tmp_path / "m.safetensors"], check=True, capture_output=True)
    numbers = usual(tmp_path / "m.safetensors")
    rows = []
    for path in (folder / "train").glob("*/*.png"):
        picture = np.asarray(Image.open(path), float) / 255
        rows.append(measures(picture[None] if picture.ndim == 2 else picture.transpose(2, 0, 1)))
    rows = np.array(rows)
    covariance = np.cov(rows.T, bias=True)
    covariance[np.diag_indices_from(covariance)] *= 1.001
    covariance[np.diag_indices_from(covariance)] += 1e-6
    precision = np.linalg.inv(covariance)
    away = rows - rows.mean(0)
    distances = np.sort(np.sqrt(np.einsum("ni,ij,nj->n", away, precision, away)))
    assert np.allclose(numbers["mean"], rows.mean(0), rtol=1e-9)
    assert np.allclose(numbers["precision"], precision.ravel(), rtol=1e-4, atol=1e-4 * np.abs(precision).max())
    assert numbers["limit"] == pytest.approx(distances[len(rows) * 995 // 1000], rel=1e-6)


def test_pictures_of_the_classes_are_like_them():
    for name in ["cat", "boat", "small/cat", "small/boat"]:
        assert WARNING not in predict("convnet", ROOT / f"samples/{name}.png")


def text_page():
    page = Image.new("L", (448, 300), 235)
    for line in range(14):
        ImageDraw.Draw(page).text((8, 4 + 21 * line), "Region-based segmentation of coins " * 2, 20, ImageFont.load_default(16))
    return page


def wall():
    bricks = Image.new("L", (512, 512), 190)
    for row in range(13):
        for column in range(-1, 7):
            x, y = column * 80 + row % 2 * 40, row * 40
            ImageDraw.Draw(bricks).rectangle([x + 4, y + 4, x + 76, y + 36], 90 + (7 * row + 13 * column) % 25)
    return bricks


def coins():
    table = Image.new("L", (400, 300), 60)
    for index in range(12):
        x, y = 50 + index % 4 * 100, 50 + index // 4 * 100
        ImageDraw.Draw(table).ellipse([x - 30, y - 30, x + 30, y + 30], 150 + 8 * (index % 5), outline=215, width=4)
    return table


@pytest.mark.parametrize("picture", [text_page, wall, coins])
def test_drawn_things_are_unlike_them(tmp_path, picture):
    picture().save(tmp_path / "thing.png")
    assert WARNING in predict("convnet", tmp_path / "thing.png")


def test_chart_and_digit_are_unlike_them():
    out = predict("convnet", ROOT / "samples/chart.png", ROOT / "samples/eight.png")
    assert out.count(WARNING) == 2


def test_models_without_the_numbers_say_nothing():
    for model in ["lenet", "visualizer-mlp"]:
        answer, = json.loads(predict(model, ROOT / "samples/eight.png", "--json"))
        assert "unlike" not in answer
