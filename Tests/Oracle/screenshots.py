"""Draws every room of the page at three sizes, light and dark: screenshots.py FOLDER. `make screenshots` runs it.

Look at each before the page is changed for good.
"""

import pathlib
import subprocess
import sys
import tempfile
import time

from browser import offline_browser
from explore_page import CNNLAB, ROOT, Page

SIZES = [(1440, 900), (1024, 768), (390, 844)]
LEARN = """
  const room = cnnlab.rooms[3];
  const press = (words) => [...document.querySelectorAll('.training-room button')].find((b) => b.textContent === words).click();
  if (!window.begun) { window.begun = true; press('Learn'); }
  if (room.report?.seen > 40000 && room.isRunning) { press('Pause'); return false; }
  return room.report?.isRunning === false && room.report.seen > 40000;"""
# Name, address, and what is waited for.
ROOMS = [
    ("kernels", "#kernel=sobel-x&cell=40,60", "return true"),
    ("network", "#room=network&node=4:560", "return true"),
    ("network-mlp", "#room=network&network=visualizer-mlp&node=3:4", "return true"),
    ("network-convnet", "#room=network&network=convnet&node=4:100", "return true"),
    ("space", "#room=space&node=4:560", "return true"),
    ("training", "#room=training", LEARN),
    ("slopes", "#room=training", LEARN),
]


def shows(folder, rooms=ROOMS, sizes=SIZES, themes=("light", "dark")):
    """Draws the rooms; gives the widths by which pages are wider than the screen."""
    wider = {}
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        path = pathlib.Path(scratch) / "explore.html"
        subprocess.run([CNNLAB, "explore", "-o", path], check=True, capture_output=True, cwd=ROOT)
        for width, height in sizes:
            with offline_browser(width, height) as driver:
                driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
                    "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500})
                page = Page(driver, path)
                for name, link, ready in rooms:
                    page.open(link)
                    page.wait(ready, 120)
                    if name == "slopes":
                        page.set("inside-mode", "slopes")
                        page.run("document.querySelector('.inside-panel').scrollIntoView()")
                        page.wait("return document.querySelector('.update [data-name=after]') !== null")
                    for theme in themes:
                        page.set("theme", theme)
                        time.sleep(0.3)
                        wider[name, width, theme] = page.run(
                            "return document.documentElement.scrollWidth - document.documentElement.clientWidth")
                        driver.save_screenshot(str(folder / f"{name}-{width}-{theme}.png"))
    return {view: pixels for view, pixels in wider.items() if pixels > 0}


if __name__ == "__main__":
    print(shows(pathlib.Path(sys.argv[1])) or "No page is wider than its screen.")
