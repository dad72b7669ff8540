"""The smoke test of the page in Debian's Firefox: the rooms open offline and compute what Chromium's do."""

import subprocess

import numpy

from explore_page import CNNLAB, ROOT
from firefox import offline_firefox


def test_the_page_works_in_firefox(tmp_path):
    path = tmp_path / "explore.html"
    subprocess.run([CNNLAB, "explore", "-o", path], check=True, capture_output=True, cwd=ROOT)
    subprocess.run([CNNLAB, "filter", "log-9", "samples/small/eight.png", "--activation", "tanh", "--format", "npy",
                    "-o", tmp_path / "map.npy"], check=True, capture_output=True, cwd=ROOT)
    with offline_firefox() as browser:
        browser.open(path.as_uri() + "#kernel=log-9&picture=eight&activation=tanh")
        browser.wait("document.documentElement.dataset.ready === 'true'")
        bits = browser.run("[...new Uint32Array(cnnlab.rooms[0].maps.activation.values.buffer)]")
        expected = numpy.load(tmp_path / "map.npy").astype(numpy.float32).view(numpy.uint32).ravel()
        assert bits == expected.tolist()
        assert browser.run("document.querySelector('.formula').textContent.includes('tanh')")
        urls = [event["params"]["request"]["url"] for event in browser.events
                if event.get("method") == "network.beforeRequestSent"]
        assert [url for url in urls if not url.startswith(("file:", "about:", "data:"))] == []
        assert [event for event in browser.events if event.get("method") == "log.entryAdded"] == []
