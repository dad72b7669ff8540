"""The network room in space of `cnnlab explore`, and its tour."""

import io
import pathlib

import axe_core_python
import numpy
import pytest
from PIL import Image
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from explore_page import explore_page


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    with explore_page(tmp_path_factory.mktemp("explore"), "lenet", "convnet") as page:
        yield page
        assert page.logs() == []


ROOM = "cnnlab.rooms[2]"


def space(page):
    """What the canvas shows."""
    canvas = page.driver.find_element(By.CSS_SELECTOR, ".space")
    return numpy.asarray(Image.open(io.BytesIO(canvas.screenshot_as_png)).convert("RGB")).astype(int)


def test_planes_are_drawn_and_turn(page):
    page.open("#room=space&node=4:548")
    first = space(page)
    # Orange, blue and the black of the input.
    assert ((first[:, :, 0] > first[:, :, 2] + 60).sum() > 300) and ((first[:, :, 2] > first[:, :, 0] + 60).sum() > 300)
    assert (first.sum(axis=2) < 90).sum() > 300
    page.open("#room=space&node=4:548")
    assert numpy.abs(space(page) - first).mean() < 0.5
    page.run("document.querySelector('.space').focus()")
    ActionChains(page.driver).send_keys(Keys.ARROW_LEFT * 4).perform()
    turned = space(page)
    assert numpy.abs(turned - first).mean() > 2
    page.wait("return location.hash.includes('camera')")
    page.open(page.run("return location.hash"))
    assert numpy.abs(space(page) - turned).mean() < 0.5


@pytest.mark.parametrize("network", ["lenet", "convnet"])
def test_a_point_on_a_plane_is_the_value_that_stands_there(page, network):
    page.open(f"#room=space&network={network}")
    wrong = page.run(f"""
      const {{ scene }} = {ROOM}, wrong = [];
      scene.planes.forEach((plane, number) => {{
        const {{ count }} = plane.view.layer;
        for (const index of [0, count >> 1, count - 1]) {{
          const [x, y] = scene.centre(number, index);
          const found = scene.at(x, y);
          // Another plane may stand before it.
          if (!found || found.layer === number && found.index !== index) wrong.push([number, index, found]);
        }}
      }});
      return wrong;""")
    assert wrong == []
    x, y = page.run(f"return {ROOM}.scene.centre(0, 3)")
    canvas = page.driver.find_element(By.CSS_SELECTOR, ".space")
    ActionChains(page.driver).move_to_element_with_offset(
        canvas, round(x - canvas.rect["width"] / 2), round(y - canvas.rect["height"] / 2)).perform()
    assert page.run("return cnnlab.rooms[1].chosen.layer") == 0


def test_the_tour_goes_from_pixel_to_answer(page):
    page.driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]})
    page.open("#room=space")
    texts, chosen = [], []
    for _ in range(12):
        page.run("document.querySelector('.tour .primary').click()")
        texts.append(page.run("return document.querySelector('.tour-text').textContent"))
        chosen.append(page.run("return cnnlab.rooms[1].chosen.layer"))
    assert len(set(texts)) == 12
    assert chosen == sorted(chosen) and chosen[0] == 0 and chosen[-1] == 11
    # The numbers in the text are those of the card.
    assert "95.5 %" in texts[-1] and "8" in texts[-1]
    value = page.run("const { network } = cnnlab.rooms[1]; return network.valuesOf(11)[8]")
    assert f"{value:.4g}" in texts[-2]
    page.run("document.querySelector('.tour .primary').click()")
    assert "12 steps" in page.run("return document.querySelector('.tour-text').textContent")
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_layers_close_and_keys_choose(page):
    page.open("#room=space&node=3:0")
    length = page.run(f"return {ROOM}.scene.length")
    page.run("[...document.querySelectorAll('button.small')].find((b) => b.textContent === 'conv2').click()")
    assert page.run(f"return {ROOM}.scene.length") < length
    page.run("document.querySelector('.space').focus()")
    ActionChains(page.driver).send_keys("n", "n", Keys.PAGE_DOWN).perform()
    assert page.run("return document.querySelector('.node-card h2').textContent") == "conv2, map 0, row 0, column 0"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_accessibility_checker_finds_nothing(page, theme):
    page.open(f"#room=space&theme={theme}")
    page.run(pathlib.Path(axe_core_python.__file__).with_name("axe.min.js").read_text())
    assert page.driver.execute_async_script(
        "const done = arguments[0]; axe.run(document, {}).then((result) => done(result.violations.map((v) =>"
        "[v.impact, v.id, v.nodes.map((node) => node.html.slice(0, 120))])));") == []


def test_the_flat_room_gets_its_panels_back(page):
    page.open("#room=space")
    page.run("document.querySelectorAll('nav button')[1].click()")
    page.wait("return document.querySelector('.layers-panel') !== null")
    assert page.run("return document.querySelectorAll('.draw-panel, .layers-panel, .value-panel').length") == 3
