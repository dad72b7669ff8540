"""`cnnlab explore`: the page opens offline, and shows in its kernel room what `cnnlab filter` computes."""

import io
import pathlib
import shlex
import subprocess
import xml.etree.ElementTree as tree

import axe_core_python
import numpy
import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from explore_page import CNNLAB, ROOT, explore_page, requests

SOURCES = ROOT / "Sources/ExplorePage"
PICTURES = {"boat": "samples/small/boat.png", "cat": "samples/small/cat.png", "eight": "samples/small/eight.png"}


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    with explore_page(tmp_path_factory.mktemp("explore")) as page:
        yield page
        assert page.logs() == []


def native(words):
    """The map that a shown command gives."""
    run = subprocess.run(
        [CNNLAB, *words, "--format", "npy", "-o", "-"], cwd=ROOT, check=True, capture_output=True).stdout
    return numpy.load(io.BytesIO(run)).squeeze()


def shown_command(page):
    """The words of the command line that the page shows, without --display, which npy does not have."""
    words = shlex.split(page.run("return document.getElementById('command').textContent"))[1:]
    if "--display" in words:
        at = words.index("--display")
        words = words[:at] + words[at + 2:]
    return words


def shown_map(page):
    """Every value of the last map."""
    width, bits = page.run(
        "const { maps } = cnnlab.rooms[0]; const map = maps.pooling ?? maps.activation ?? maps.convolution;"
        "return [map.width, [...new Uint32Array(map.values.buffer)]]")
    return numpy.array(bits, dtype=numpy.uint32).view(numpy.float32).reshape(-1, width)


def test_the_page_asks_for_nothing_and_says_nothing(page):
    page.open()
    assert [url for url in requests(page.driver) if not url.startswith(("file:", "about:"))] == []
    assert page.logs() == []
    assert page.path.stat().st_size <= 2_000_000


CASES = [
    "#kernel=sobel-x", "#kernel=edge-3&picture=cat&stride=3&padding=valid&activation=relu&pool=max:2",
    "#kernel=gaussian-7&pool=average:3:2&dilation=2&border=mirror", "#kernel=frei-chen-1&bias=12.5&activation=tanh",
    "#kernel=farid-5-x&padding=full&border=wrap&flip=true", "#kernel=roberts-1&picture=eight&padding=2&border=zero",
    "#kernel=log-9&activation=sigmoid&picture=eight", "#kernel=gaussian-5-sigma-1&stride=2&activation=leaky-relu",
    "#kernel=gaussian:1.3", "#kernel=log:1.2&picture=eight", "#kernel=dog:0.8&picture=eight&stride=2",
    "#kernel=gabor:35:4:90&picture=eight&padding=valid", "#kernel=motion:9:40", "#kernel=disk:2.5&picture=cat",
    "#kernel=box:7&border=zero", "#kernel=unsharp:1:0.7&picture=eight",
    "#matrix=0.1 0.2 -0.3;1/3 −2 0;0 0.25 1/7&over=3&picture=eight", "#matrix=1 2 1;2 4 2;1 2 1&over=16&pool=sum:3:1",
]


@pytest.mark.parametrize("link", CASES)
def test_every_value_has_the_native_bits(page, link):
    page.open(link)
    expected = native(shown_command(page)).astype(numpy.float32)
    found = shown_map(page)
    assert found.shape == expected.shape
    assert numpy.array_equal(found.view(numpy.uint32), expected.view(numpy.uint32))


@pytest.mark.parametrize("link", CASES)
def test_products_sum_to_the_value_that_is_shown(page, link):
    page.open(link)
    page.run("document.querySelector('.card details').open = true")
    page.wait("return document.querySelectorAll('.card .steps tbody tr').length > 0")
    rows = page.run(
        "return [...document.querySelectorAll('.card .steps tbody tr')]"
        ".map((row) => [...row.cells].map((cell) => cell.textContent))")
    total = numpy.float32(0)
    for _, _, value, weight, product, running in rows:
        value, weight, product, running = (
            numpy.float32(text.replace("−", "-")) for text in (value, weight, product, running))
        assert value * weight == product
        total += product
        assert total == running
    assert page.number("sum") == total
    divisor, bias = page.number("divisor") or 1, page.number("bias") or 0
    value = total / numpy.float32(divisor) + numpy.float32(bias)
    row, column = page.run("return [cnnlab.rooms[0].cell.row, cnnlab.rooms[0].cell.column]")
    width, bits = page.run(
        "const map = cnnlab.rooms[0].maps.convolution; return [map.width, [...new Uint32Array(map.values.buffer)]]")
    convolution = numpy.array(bits, dtype=numpy.uint32).view(numpy.float32).reshape(-1, width)
    assert value == convolution[row, column]


def test_pointing_at_the_map_shows_that_cell(page):
    page.open("#kernel=edge-3&picture=eight")

    view = page.driver.find_element(By.CSS_SELECTOR, ".map-panel .map")
    ActionChains(page.driver).move_to_element_with_offset(view, 40, -30).perform()
    row, column = page.run("return [cnnlab.rooms[0].cell.row, cnnlab.rooms[0].cell.column]")
    assert (row, column) != (42, 42)
    assert page.number("sum") == native(["filter", "edge-3", PICTURES["eight"]])[row, column]
    patch = page.run("return [...document.querySelectorAll('.card .grid')][0].innerText.split(/\\s+/).slice(1).map(Number)")
    picture = native(["filter", "identity", PICTURES["eight"]])
    assert patch == picture[row - 1:row + 2, column - 1:column + 2].ravel().tolist()


def test_arrow_keys_play_and_the_slider_move_the_window(page):
    page.open("#kernel=sobel-x&row=10&column=10")

    view = page.driver.find_element(By.CSS_SELECTOR, ".map-panel .map")
    view.send_keys(Keys.ARROW_RIGHT, Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    cell = "return [cnnlab.rooms[0].cell.row, cnnlab.rooms[0].cell.column]"
    assert page.run(cell) == [12, 11]
    page.set("position", 7)
    assert page.run(cell) == [0, 7]
    page.run("document.querySelector('.player .primary').click()")
    page.wait("return cnnlab.rooms[0].cell.column > 9")
    page.run("document.querySelector('.player .primary').click()")
    stopped = page.run(cell)
    assert page.run(cell) == stopped


def test_a_link_restores_the_state(page):
    page.open()
    page.set("kernel-choice", "scharr-y")
    page.set("stride", 3)
    page.set("pool", "average")
    page.set("picture-choice", "cat")
    page.wait("return cnnlab.rooms[0].picture.name === 'cat'")
    page.set("display", "stretch")
    page.set("position", 40)
    page.wait("return location.hash.includes('column')")
    link, command, formula = page.run(
        "return [location.hash, document.getElementById('command').textContent,"
        "document.querySelector('.formula').textContent]")
    page.open(link)
    assert page.run(
        "return [document.getElementById('command').textContent, document.querySelector('.formula').textContent]"
    ) == [command, formula]


def test_sliders_choose_the_member_of_a_family(page):
    page.open()
    page.set("kernel-choice", "gabor:")
    page.set("family-0", 90)
    page.set("family-1", 3)
    words = shown_command(page)
    assert words[:2] == ["filter", "gabor:90:3:0"]
    expected = native(words).astype(numpy.float32)
    assert numpy.array_equal(shown_map(page).view(numpy.uint32), expected.view(numpy.uint32))
    page.set("kernel-choice", "sobel-x")
    assert page.run("return document.querySelectorAll('.slider').length === 0 || document.querySelector('.sliders').hidden")


def test_the_size_calculator_shows_what_a_stride_drops(page):
    page.open("#kernel=edge-3&picture=boat&stride=7&padding=valid&pool=max:4")
    cells = page.run("return [...document.querySelectorAll('.sizes tbody tr')].map((row) => "
                     "[...row.cells].map((cell) => cell.textContent))")
    # ⌊(240 − 3)/7⌋ + 1 = 34, 237 − 33·7 = 6 dropped; ⌊(160 − 3)/7⌋ + 1 = 23, 157 − 22·7 = 3; 34 = 8·4 + 2, 23 = 5·4 + 3.
    assert cells == [["columns", "240", "0 + 0", "3", "34", "6", "8", "2"],
                     ["rows", "160", "0 + 0", "3", "23", "3", "5", "3"]]
    assert page.run("return document.querySelectorAll('.mark.dropped').length") == 2


def test_a_kernel_that_does_not_fit_is_said(page):
    page.open("#kernel=log-9&picture=eight&padding=valid&dilation=16")
    assert "does not fit" in page.run("return document.querySelector('.map-panel .problem').textContent")


def test_bad_links_fall_back_to_defaults(page):
    page.open("#kernel=nosuch&stride=-3&padding=%22&pool=max:0&matrix=1 2;3&display=x&picture=y&room=z&row=1e9")
    assert shown_command(page)[:2] == ["filter", "sobel-x"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_accessibility_checker_finds_nothing(page, theme):
    page.open(f"#theme={theme}&pool=max:2&activation=relu&stride=2&padding=valid")
    source = pathlib.Path(axe_core_python.__file__).with_name("axe.min.js").read_text()
    page.run(source)
    result = page.driver.execute_async_script(
        "const done = arguments[0]; axe.run(document, {}).then((result) => done(result.violations.map((v) =>"
        "[v.impact, v.id, v.nodes.map((node) => node.html.slice(0, 120))])));")
    assert result == []


def test_everything_can_be_reached_by_keyboard(page):
    page.open("#pool=max:2")

    shown = page.run(
        "window.all = [...document.querySelectorAll('button, select, input, summary, [tabindex=\"0\"]')]"
        ".filter((e) => e.tabIndex >= 0 && e.checkVisibility()); document.activeElement.blur(); return all.length")
    reached = set()
    for _ in range(shown + 5):
        ActionChains(page.driver).send_keys(Keys.TAB).perform()
        reached.add(page.run("return all.indexOf(document.activeElement)"))
    assert set(range(shown)) <= reached


def test_the_view_is_saved_as_one_drawing(page):
    page.open("#kernel=edge-3&picture=eight")
    svg = page.run("window.saved = ''; const make = URL.createObjectURL; URL.createObjectURL = (blob) => "
                   "{ window.blob = blob; return make(blob); };"
                   "[...document.querySelectorAll('.menu button')][1].click(); return ''")
    page.wait("return window.blob !== undefined")
    svg = page.driver.execute_async_script("const done = arguments[0]; blob.text().then(done)")
    root = tree.fromstring(svg)
    words = " ".join(node.text or "" for node in root.iter("{http://www.w3.org/2000/svg}text"))
    assert "cnnlab filter edge-3 samples/small/eight.png" in words
    assert len(list(root.iter("{http://www.w3.org/2000/svg}image"))) == 2
    page.run("delete window.blob; [...document.querySelectorAll('.menu button')][0].click()")
    page.wait("return window.blob?.type === 'image/png'")


def test_a_picture_of_ones_own_comes_by_command_and_by_paste(page, tmp_path):
    with explore_page(tmp_path, "--image", "samples/small/cat.png") as own:
        assert own.run("return cnnlab.rooms[0].picture.name") == "cat"
    page.open()
    # A paste of a 3×2 PNG with one transparent pixel, which is laid on white.
    page.driver.execute_async_script("""
      const done = arguments[0];
      const canvas = document.createElement('canvas'); canvas.width = 3; canvas.height = 2;
      const context = canvas.getContext('2d');
      context.fillStyle = 'rgb(10,200,30)'; context.fillRect(0, 0, 2, 2);
      canvas.toBlob((blob) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([blob], 'tiny.png', { type: 'image/png' }));
        document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, cancelable: true }));
        done();
      });""")
    page.wait("return cnnlab.rooms[0].picture.name === 'tiny'")
    gray = (10 * 19595 + 200 * 38470 + 30 * 7471 + 32768) >> 16
    assert page.run("return [...cnnlab.rooms[0].picture.plane.values]") == [gray, gray, 255, gray, gray, 255]


def test_a_photo_is_filtered_within_a_frame(page):
    """A 512×512 picture through a 5×5 kernel; generous here, as continuous integration shares its cores."""
    page.open()
    milliseconds = page.run(
        "const { engine } = cnnlab; const plane = { width: 512, height: 512, values: new Float32Array(512 * 512).fill(7) };"
        "const kernel = { width: 5, height: 5, numerators: Array.from({ length: 25 }, (_, i) => i * 0.37 - 3), divisor: 1 };"
        "const sliding = { stride: 1, padding: 'same', border: 'replicate', dilation: 1, bias: 0, flip: false };"
        "const times = []; for (let run = 0; run < 30; run++) { const start = performance.now();"
        "engine.convolve(plane, kernel, sliding); times.push(performance.now() - start); }"
        "return times.sort((a, b) => a - b)[10]")
    assert milliseconds < 24


def test_modules_are_small_and_typed():
    for module in (SOURCES / "Page").glob("*.js"):
        assert module.stat().st_size < 20_000, module.name
    run = subprocess.run(["tsc", "-p", SOURCES / "tsconfig.json"], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


def test_errors_are_one_line(tmp_path):
    for arguments, code, words in [
        (["-o", "-", "--open"], 64, "--open"), (["--image", "nosuch.png"], 1, "nosuch.png"),
        (["-o", "/nosuch/page.html"], 1, "/nosuch"), (["--stray"], 64, "--stray"),
    ]:
        run = subprocess.run([CNNLAB, "explore", *arguments], cwd=tmp_path, capture_output=True, text=True)
        assert run.returncode == code, run.stderr
        assert words in run.stderr and run.stderr.startswith("Error: ")
    assert list(tmp_path.iterdir()) == []
