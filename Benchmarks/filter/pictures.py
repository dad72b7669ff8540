"""The pictures of the filter benchmarks: one photograph, enlarged to a camera's size and given a sensor's noise.

Enlarging alone would leave a picture without fine detail, which is what an edge kernel and a PNG encoder work on.
"""

from pathlib import Path

import numpy as np
from PIL import Image

SIZES = {"12mp": (4000, 3000), "1mp": (1200, 900), "512": (512, 512)}


def cut(image, width, height):
    """The middle of a picture in the proportions of width and height."""
    scale = min(image.width / width, image.height / height)
    left, top = (image.width - width * scale) / 2, (image.height - height * scale) / 2
    box = (left, top, left + width * scale, top + height * scale)
    return image.resize((width, height), Image.Resampling.LANCZOS, box=box)


def with_noise(image):
    """Brightness noise and a weaker colour noise, as of a small sensor in daylight."""
    generator = np.random.default_rng(1)
    pixels = np.asarray(image, np.float32)
    pixels = pixels + generator.standard_normal((*pixels.shape[:2], 1), np.float32) * 2.4
    pixels += generator.standard_normal(pixels.shape, np.float32) * 1.4
    return Image.fromarray(np.clip(np.rint(pixels), 0, 255).astype(np.uint8))


def make(folder: Path, photo: Path, sizes, count):
    """Writes a colour JPEG and a gray PNG of each size, and `count` small PNGs; what is there already stays."""
    marker = folder / "photo.txt"
    wanted = f"{photo.name} {photo.stat().st_size} {' '.join(sizes)} {count}\n"
    if marker.exists() and marker.read_text() == wanted:
        return
    (folder / "many").mkdir(parents=True, exist_ok=True)
    camera = with_noise(cut(Image.open(photo).convert("RGB"), *SIZES["12mp"]))
    for name in sizes:
        image = camera if name == "12mp" else cut(camera, *SIZES[name])
        image.save(folder / f"{name}.jpg", quality=90)
        image.convert("L").save(folder / f"{name}.png")
    gray = cut(camera, 2000, 1500).convert("L")
    for index in range(count):
        left, top = index % 20 * 78, index // 20 * 109 % 988
        gray.crop((left, top, left + 512, top + 512)).save(folder / "many" / f"{index:03}.png")
    marker.write_text(wanted)
