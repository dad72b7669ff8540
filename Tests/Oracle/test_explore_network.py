"""The network room of `cnnlab explore`: every value is the engine's baseline build's, and its products sum to it."""

import base64
import json
import os
import pathlib
import subprocess

import axe_core_python
import numpy
import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from explore_page import CNNLAB, ROOT, explore_page

# Layers of every kind: padding, stride, groups, pooling that overlaps, batch normalisation, branches, softmax.
SPEC = ("conv 8 3x3 padding 1 stride 2 lecun-tanh lrn 5 alpha 0.5 a: conv 8 3x3 padding 1 groups 4 batchnorm tanh "
        "b: max 3 stride 1 padding 1 from a add a b concat a b average 2 widen 18 lrn 3 alpha 2 beta 0.6 k 0.5 "
        "dropout 0.2 sigmoid conv 6 3x3 dilation 2 leaky-relu flatten fc 20 relu fc 10 softmax")


@pytest.fixture(scope="module")
def own_model(tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "own.safetensors"
    subprocess.run([CNNLAB, "train", SPEC, "--data", "digits", "--epochs", "1", "--validation", "0", "--quiet", "-o", path],
                   check=True, capture_output=True)
    return path


@pytest.fixture(scope="module")
def page(tmp_path_factory, own_model):
    with explore_page(tmp_path_factory.mktemp("explore"), "lenet", "convnet", own_model) as page:
        yield page
        assert page.logs() == []


def show_picture(page, path):
    """Pastes a picture file."""
    page.driver.execute_async_script("""
      const [text, done] = arguments;
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], 'pasted.png', { type: 'image/png' }));
      window.before = cnnlab.rooms[1].network.values;
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, cancelable: true }));
      done();""", base64.b64encode(pathlib.Path(path).read_bytes()).decode())
    page.wait("return cnnlab.rooms[1].network.values !== window.before")


def shown_values(page):
    """Name and values of every layer."""
    layers = page.run("const { network } = cnnlab.rooms[1]; return network.layers.slice(1).map((layer, index) => "
                      "[layer.name, [...new Uint32Array(network.valuesOf(index + 1).slice().buffer)]])")
    return [(name, numpy.array(bits, dtype=numpy.uint32)) for name, bits in layers]


@pytest.mark.parametrize("name", ["lenet", "own"])
def test_every_activation_has_the_native_bits(page, own_model, tmp_path, name):
    model = "lenet" if name == "lenet" else own_model
    picture = "samples/small/eight.png"
    page.open(f"#room=network&network={model}")
    assert page.run("return cnnlab.rooms[1].network.name") == str(model)
    show_picture(page, ROOT / picture)
    subprocess.run([CNNLAB, "dump", model, "--image", ROOT / picture, "-o", tmp_path], check=True, capture_output=True,
                   env=dict(os.environ, CNNLAB_INSTRUCTION_SET="baseline"))
    files = sorted((tmp_path / "layers").glob("*.npy"))
    layers = shown_values(page)
    assert len(files) == len(layers)
    for file, (name, bits) in zip(files, layers):
        expected = numpy.load(file).astype(numpy.float32).view(numpy.uint32).ravel()
        assert numpy.array_equal(bits, expected), name


@pytest.mark.parametrize("name, picture", [("lenet", "eight"), ("convnet", "boat"), ("convnet", "cat")])
def test_probabilities_are_those_of_predict(page, name, picture):
    page.open(f"#room=network&network={name}")
    path = ROOT / f"samples/small/{picture}.png"
    show_picture(page, path)
    run = subprocess.run([CNNLAB, "predict", name, path, "--json"], check=True, capture_output=True, text=True,
                         env=dict(os.environ, CNNLAB_INSTRUCTION_SET="baseline")).stdout
    expected = json.loads(run)[0]
    shown = page.run("return [...document.querySelectorAll('.answers li')].map((e) => [e.dataset.class,"
                     "Number(e.dataset.probability)])")
    assert {name: numpy.float32(share) for name, share in shown} == {
        name: numpy.float32(share) for name, share in expected["probabilities"].items()}
    assert page.run("return document.querySelector('.answers .is-first').dataset.class") == expected["answer"]


@pytest.mark.parametrize("network", [0, 1, 2])
def test_products_sum_to_every_value(page, own_model, network):
    """Values of every layer, the middle and both ends: bias and products in the order shown give the value's bits."""
    page.open(f"#room=network&network={['lenet', 'convnet', own_model][network]}")
    traces = page.run("""
      const { network } = cnnlab.rooms[1];
      return network.layers.flatMap((layer, number) => number === 0 ? [] :
        [0, Math.floor(layer.count / 2), layer.count - 1].map((index) => {
          const { bias, value, terms } = network.trace(number, index);
          return [layer.name, layer.kind, layer.isMax, layer.text, network.valuesOf(number)[index], bias, value,
            terms.map((term) => [term.source < 0 ? 0 : network.values[term.source], term.value, term.weight, term.product,
              term.sum])];
        }));""")
    assert len({kind for _, kind, *_ in traces}) >= 3
    for name, kind, is_max, text, shown, bias, value, terms in traces:
        assert value == shown, name
        total = numpy.float32(bias if kind in ("conv", "affine") else 0)
        for stored, read, weight, product, running in numpy.array(terms, dtype=numpy.float32):
            assert stored == read
            if kind in ("conv", "affine"):
                assert numpy.float32(read * weight) == product
            total = max(total, product) if is_max and total != 0 else product if is_max else total + product
            assert total == running or is_max
        if kind in ("conv", "affine", "sum"):
            assert total == numpy.float32(value), name
        elif is_max:
            assert max(term[1] for term in terms) == value
        elif text.startswith("average"):
            assert total * numpy.float32(1 / len(terms)) == numpy.float32(value)


def test_the_card_shows_the_chosen_value(page):
    page.open("#room=network&node=4:560")
    title, value, sums = page.run(
        "const card = document.querySelector('.node-card'); return [card.querySelector('h2').textContent,"
        "card.querySelector('[data-name=value]').dataset.value,"
        "[...card.querySelectorAll('[data-name^=map-]')].map((sum) => sum.dataset.value)]")
    assert title == "conv2, map 5, row 6, column 0"
    assert float(value.replace("−", "-")) == pytest.approx(page.run(
        "return cnnlab.rooms[1].network.valuesOf(4)[560]"), rel=1e-7)
    assert len(sums) == 6
    bias = page.number("bias") or 0
    bias = float(page.run("return document.querySelector('.node-card [data-name=bias]').dataset.value").replace("−", "-"))
    total = bias + sum(float(text.replace("−", "-")) for text in sums)
    assert total == pytest.approx(float(value.replace("−", "-")), abs=1e-5)
    # What it sees: 14 × 14 pixels of the picture, 6 × 6 of the pooled maps.
    assert page.run("const f = cnnlab.rooms[1].network.field(4, 560);"
                    "return [f[0], f[3]].map((b) => [b.y1 - b.y0, b.x1 - b.x0, b.c1 - b.c0])") == [[14, 12, 1], [5, 5, 6]]
    assert page.run("return document.querySelectorAll('.edges .field').length") == 1 + 6 * 3
    assert page.run("return document.querySelectorAll('.edges line').length") > 20


def draw(page, strokes):
    """Draws lines of points of 0…1 on the sheet."""
    pad = page.driver.find_element(By.CSS_SELECTOR, ".pad")
    box = pad.rect
    for line in strokes:
        actions = ActionChains(page.driver, duration=10)
        offset = [(round((x - 0.5) * box["width"]), round((y - 0.5) * box["height"])) for x, y in line]
        actions.move_to_element_with_offset(pad, *offset[0]).click_and_hold()
        for point in offset[1:]:
            actions.move_to_element_with_offset(pad, *point)
        actions.release().perform()
    page.driver.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")


def answer(page):
    return page.run("return document.querySelector('.answers .is-first')?.dataset.class")


def test_a_drawn_digit_is_read_and_its_link_restores_it(page):
    page.open("#room=network")
    draw(page, [[(0.25, 0.2), (0.75, 0.2), (0.6, 0.5), (0.45, 0.85)]])
    assert answer(page) == "7"
    draw(page, [[(0.35, 0.52), (0.75, 0.52)]])
    page.wait("return location.hash.includes('drawing=' + cnnlab.rooms[1].pad.word)")
    link, probabilities = page.run("return [location.hash, [...cnnlab.rooms[1].network.probabilities]]")
    page.run("[...document.querySelectorAll('.drawing button')].find((b) => b.textContent === 'Undo').click()")
    page.driver.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    assert page.run("return [...cnnlab.rooms[1].network.probabilities]") != probabilities
    page.open(link)
    assert page.run("return [...cnnlab.rooms[1].network.probabilities]") == probabilities
    page.run("[...document.querySelectorAll('.drawing button')].find((b) => b.textContent === 'Clear').click()")
    draw(page, [[(0.5, 0.15), (0.5, 0.85)]])
    assert answer(page) == "1"


def test_a_stroke_is_redrawn_within_a_frame(page):
    """Generous here, as continuous integration shares its cores."""
    page.open("#room=network")
    milliseconds = page.run("""
      const room = cnnlab.rooms[1], times = [];
      room.pad.word = 'aaaazzaazzzz';
      for (let run = 0; run < 40; run++) {
        const start = performance.now();
        room.pad.strokes[0].points.push(0.2 + run / 100, 0.4);
        room.pad.paint(); room.pad.changed();
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b)[4];""")
    assert milliseconds < 40


def test_layers_are_switched_off_and_keys_move_the_value(page):
    page.open("#room=network")
    before = page.run("return document.querySelectorAll('.edges rect').length")
    page.run("document.querySelector('[data-layer=input]').open = false")
    page.wait(f"return document.querySelectorAll('.edges rect').length === {before - 1}")
    canvas = page.driver.find_element(By.CSS_SELECTOR, "[data-layer=conv2] canvas")
    page.run("document.querySelector('[data-layer=conv2] summary').focus()")
    ActionChains(page.driver).send_keys(Keys.TAB).perform()
    canvas.send_keys(Keys.ARROW_RIGHT, Keys.ARROW_DOWN, Keys.PAGE_DOWN)
    assert page.run("return document.querySelector('.node-card h2').textContent") == "conv2, map 1, row 1, column 1"


def test_the_occlusion_map_is_the_native_one(page, tmp_path):
    page.open("#room=network")
    show_picture(page, ROOT / "samples/small/eight.png")
    page.run("[...document.querySelectorAll('button')].find((b) => b.textContent === 'Occlusion map').click()")
    page.wait("return !document.querySelector('.occlusion').hidden", 60)
    assert "8" in page.run("return document.querySelector('.occlusion').getAttribute('aria-label')")
    row = page.run("const { network } = cnnlab.rooms[1]; return [...network.occludedRow(8, 5, 14)]")
    whole = page.run("return cnnlab.rooms[1].network.probabilities[8]")
    assert min(row) < whole - 0.01
    assert len(row) == 28


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_accessibility_checker_finds_nothing(page, theme):
    page.open(f"#room=network&theme={theme}&node=4:560")
    page.run(pathlib.Path(axe_core_python.__file__).with_name("axe.min.js").read_text())
    assert page.driver.execute_async_script(
        "const done = arguments[0]; axe.run(document, {}).then((result) => done(result.violations.map((v) =>"
        "[v.impact, v.id, v.nodes.map((node) => node.html.slice(0, 120))])));") == []


def test_the_view_is_saved_as_one_drawing(page):
    page.open("#room=network&node=4:560")
    page.run("const make = URL.createObjectURL; URL.createObjectURL = (blob) => { window.blob = blob; return make(blob); };"
             "[...document.querySelectorAll('.menu button')][1].click()")
    page.wait("return window.blob !== undefined")
    svg = page.driver.execute_async_script("const done = arguments[0]; blob.text().then(done)")
    assert svg.count("<image") == 12 and svg.count("<line") > 20 and "conv2, map 5" in svg


def test_models_that_do_not_fit_are_refused(tmp_path):
    run = subprocess.run([CNNLAB, "explore", "nosuch"], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 1 and run.stderr.startswith("Error: ") and "nosuch" in run.stderr
    assert list(tmp_path.iterdir()) == []
