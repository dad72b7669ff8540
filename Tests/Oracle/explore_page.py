"""Drives `cnnlab explore`'s page in a browser, for the tests of its rooms."""

import contextlib
import json
import pathlib
import struct
import subprocess
import time

from browser import offline_browser

ROOT = pathlib.Path(__file__).resolve().parents[2]
CNNLAB = ROOT / ".build/release/cnnlab"


class Page:
    """The page in a browser; every question goes through what a reader sees, unless it says otherwise."""

    def __init__(self, driver, path):
        self.driver, self.path = driver, path

    def open(self, link=""):
        self.driver.get("about:blank")
        self.driver.get(self.path.as_uri() + link)
        self.wait("return document.documentElement.dataset.ready === 'true'")

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def wait(self, script, seconds=20):
        end = time.monotonic() + seconds
        while not self.run(script):
            assert time.monotonic() < end, f"never true: {script}"
            time.sleep(0.02)

    def set(self, identifier, value):
        """Types a value into a field, or chooses it in a list."""
        self.run(
            "const e = document.getElementById(arguments[0]); e.value = arguments[1];"
            "e.dispatchEvent(new Event(e.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));",
            identifier, str(value))

    def number(self, name):
        """A number of the formula, with all its digits."""
        text = self.run(f"return document.querySelector('.formula [data-name={name}]')?.dataset.value")
        return None if text is None else float(text.replace("−", "-"))

    def logs(self):
        return self.driver.get_log("browser")


def floats(driver_list):
    """Bits of a Float32Array, handed over as whole numbers, as floats."""
    return list(struct.unpack(f"<{len(driver_list)}f", struct.pack(f"<{len(driver_list)}I", *driver_list)))


@contextlib.contextmanager
def explore_page(folder, *arguments, width=1440, height=900):
    path = folder / "explore.html"
    subprocess.run([CNNLAB, "explore", "-o", path, *arguments], check=True, capture_output=True, cwd=ROOT)
    with offline_browser(width, height) as driver:
        driver.execute_cdp_cmd("Network.enable", {})
        page = Page(driver, path)
        page.open()
        yield page


def requests(driver):
    """The addresses that the page asked for, from the performance log."""
    urls = []
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            urls.append(message["params"]["request"]["url"])
    return urls
