"""Takes the pictures of docs/explore.md anew, in a headless Chromium: python docs/site/photograph_page.py [NAME…]"""

import io
import pathlib
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Oracle"))

from PIL import Image  # noqa: E402

from explore_page import explore_page  # noqa: E402

# Name → width, height, the link of the view, what is done in it before.
VIEWS = {
    "explore-kernels": (1440, 900, "#kernel=sobel-x&row=70&column=138", ""),
    "explore-kernels-dark": (
        1440, 900, "#theme=dark&picture=cat&kernel=edge-3&stride=3&padding=valid&activation=relu&pool=max:2", ""),
    "explore-network": (1440, 1000, "#room=network&node=4:548", ""),
    "explore-network-dark": (1440, 900, "#room=network&network=convnet&theme=dark&node=4:3192", ""),
    "explore-space": (1440, 900, "#room=space", "for (let i = 0; i < 3; i++) document.querySelector('.tour .primary').click()"),
    "explore-training": (1440, 900, "#room=training", "document.querySelector('.training-room .primary').click()"),
    "explore-network-phone": (390, 844, "#room=network&node=11:8", "document.querySelector('.value-panel').scrollIntoView()"),
    "explore-kernels-tablet": (1024, 768, "#kernel=gaussian-5&dilation=3&border=mirror&row=60&column=120", ""),
    "explore-kernels-phone": (390, 844, "#kernel=emboss&picture=cat", ""),
}


def photograph(name, folder):
    width, height, link, script = VIEWS[name]
    with explore_page(folder, width=width, height=height) as page:
        page.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500})
        page.open(link)
        if script:
            page.run(script)
        # A flight of the camera, or some seconds of learning.
        time.sleep(8 if "training" in name else 1.5)
        picture = Image.open(io.BytesIO(page.driver.get_screenshot_as_png())).convert("RGB")
    path = ROOT / f"docs/pictures/{name}.png"
    picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    print(path.relative_to(ROOT), path.stat().st_size)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[1:] or VIEWS:
            photograph(name, pathlib.Path(folder))
