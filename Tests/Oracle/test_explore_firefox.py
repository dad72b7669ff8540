"""The smoke test of the page in Debian's Firefox: every room opens offline and computes what Chromium's does."""

import json
import os
import subprocess

import numpy
import pytest
from PIL import Image

from browser import offline_browser
from explore_page import CNNLAB, ROOT, Page
from firefox import offline_firefox

# Bits of all values of all layers, and of how the loss changes with each; where the value shown comes from.
INSIDE = """(() => {
  const { network, trace, chosen } = cnnlab.rooms[1];
  return [[...new Uint32Array(network.values.slice().buffer)], trace.terms.length, trace.terms.at(-1).sum,
    network.valuesOf(chosen.layer)[chosen.index]];
})()"""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("explore") / "explore.html"
    subprocess.run([CNNLAB, "explore", "-o", path], check=True, capture_output=True, cwd=ROOT)
    return path


@pytest.fixture(scope="module")
def browser(path):
    with offline_firefox() as browser:
        yield browser
        urls = [event["params"]["request"]["url"] for event in browser.events
                if event.get("method") == "network.beforeRequestSent"]
        assert [url for url in urls if not url.startswith(("file:", "about:", "data:", "blob:"))] == []
        assert [event for event in browser.events if event.get("method") == "log.entryAdded"] == []


def open_room(browser, path, link):
    browser.open("about:blank")
    browser.open(path.as_uri() + link)
    browser.wait("document.documentElement.dataset.ready === 'true'")


def test_kernels(browser, path, tmp_path):
    subprocess.run([CNNLAB, "filter", "log-9", "samples/small/eight.png", "--activation", "tanh", "--format", "npy",
                    "-o", tmp_path / "map.npy"], check=True, capture_output=True, cwd=ROOT)
    open_room(browser, path, "#kernel=log-9&picture=eight&activation=tanh")
    bits = browser.run("[...new Uint32Array(cnnlab.rooms[0].maps.activation.values.buffer)]")
    expected = numpy.load(tmp_path / "map.npy").astype(numpy.float32).view(numpy.uint32).ravel()
    assert bits == expected.tolist()
    assert browser.run("document.querySelector('.formula').textContent.includes('tanh')")


@pytest.mark.parametrize("network", ["lenet", "convnet", "visualizer-mlp"])
def test_network(browser, path, network):
    link = f"#room=network&network={network}&node=3:7"
    open_room(browser, path, link)
    found = browser.run(INSIDE)
    with offline_browser(1440, 900) as driver:
        page = Page(driver, path)
        page.open(link)
        assert page.run(f"return {INSIDE}") == found
    browser.run("[...document.querySelectorAll('button')].find((b) => b.textContent === 'Saliency').click()")
    assert browser.run("document.querySelector('.occlusion').hidden") is False
    browser.run("document.querySelector('.softmax').open = true")
    browser.wait("document.querySelectorAll('.softmax tbody tr').length > 3")
    shares = browser.run("[...document.querySelectorAll('.softmax [data-name=share]')].map((e) => Number(e.dataset.value))")
    assert sum(shares) == pytest.approx(1, abs=1e-6)


def test_space(browser, path):
    open_room(browser, path, "#room=space&node=4:548")
    coloured = """(() => {
      const canvas = document.querySelector('.space');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let orange = 0, blue = 0;
      for (let at = 0; at < data.length; at += 4) {
        if (data[at] > data[at + 2] + 60) orange++;
        if (data[at + 2] > data[at] + 60) blue++;
      }
      return [orange, blue];
    })()"""
    orange, blue = browser.run(coloured)
    assert orange > 300 and blue > 300
    texts = set()
    for _ in range(12):
        browser.run("document.querySelector('.tour .primary').click()")
        texts.add(browser.run("document.querySelector('.tour-text').textContent"))
    assert len(texts) == 12


def test_training(browser, path, tmp_path):
    open_room(browser, path, "#room=training")
    browser.wait("cnnlab.rooms[3].report !== undefined")
    press = "[...document.querySelectorAll('.training-room button')].find((b) => b.textContent === '%s').click()"
    browser.run(press % "Learn")
    browser.wait("cnnlab.rooms[3].report.seen > 20000", 90)
    browser.run(press % "Pause")
    browser.wait("cnnlab.rooms[3].report.isRunning === false")
    assert browser.run("cnnlab.rooms[3].report.unseen") > 0.85
    browser.run("(() => { const e = document.getElementById('inside-mode'); e.value = 'slopes'; e.dispatchEvent(new Event('change'));"
                "document.querySelector('.inside-panel').scrollIntoView(); })()")
    browser.wait("document.querySelector('.update [data-name=after]') !== null")
    browser.run(press % "Look inside")
    browser.wait("cnnlab.rooms[1].network.name.startsWith('LeNet-5 (')")


def test_firefox_reads_a_digit_as_the_command_does(browser, path, tmp_path):
    """Gray values of a sample, as the program prepares them, through the whole page."""
    open_room(browser, path, "#room=network")
    pixels = browser.run("[...cnnlab.rooms[1].network.pixels]")
    Image.fromarray(numpy.array(pixels, numpy.uint8).reshape(28, 28)).save(tmp_path / "digit.png")
    run = subprocess.run([CNNLAB, "predict", "lenet", tmp_path / "digit.png", "--raw", "--json"], check=True,
                         capture_output=True, text=True, env=dict(os.environ, CNNLAB_INSTRUCTION_SET="baseline"))
    expected = json.loads(run.stdout)[0]["probabilities"]
    found = browser.run("[...cnnlab.rooms[1].network.probabilities]")
    assert [numpy.float32(value) for value in found] == [numpy.float32(value) for value in expected.values()]
