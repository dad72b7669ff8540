"""The Python libraries' side of a job, as a user would write it: one process from file to file.

    python_peer.py opencv|opencv-tuned|pillow|scipy|vips|vips-fast KERNEL.txt OUTPUT INPUT…

With several inputs OUTPUT is a folder and two threads share the work.
"""

import sys
from pathlib import Path


def opencv(kernel, tuned):
    import cv2
    import numpy

    weights = numpy.loadtxt(kernel, dtype=numpy.float32)
    # The settings that came out fastest and smallest on edge maps.
    options = [
        cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_HUFFMAN_ONLY,
        cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_NONE,
    ] if tuned else []

    def run(source, target):
        image = cv2.imread(source, cv2.IMREAD_GRAYSCALE)
        cv2.imwrite(target, cv2.filter2D(image, -1, weights, borderType=cv2.BORDER_REPLICATE), options)

    return run


def pillow(kernel):
    from PIL import Image, ImageFilter

    rows = [[float(word) for word in line.split()] for line in Path(kernel).read_text().splitlines()]
    if len(rows) > 5:
        # No dense kernel is as large; of Gaussians Pillow has its own.
        weights = ImageFilter.GaussianBlur(2.5)
    else:
        weights = ImageFilter.Kernel((len(rows[0]), len(rows)), sum(rows, []), scale=1)

    def run(source, target):
        image = Image.open(source)
        image.draft("L", image.size)
        image.convert("L").filter(weights).save(target)

    return run


def scipy(kernel):
    import numpy
    from PIL import Image
    from scipy import ndimage

    weights = numpy.loadtxt(kernel, dtype=numpy.float32)

    def run(source, target):
        image = Image.open(source)
        image.draft("L", image.size)
        pixels = numpy.asarray(image.convert("L"), numpy.float32)
        result = ndimage.correlate(pixels, weights, mode="nearest")
        Image.fromarray(numpy.clip(numpy.rint(result), 0, 255).astype(numpy.uint8)).save(target)

    return run


def vips(kernel, fast):
    import pyvips

    rows = [[float(word) for word in line.split()] for line in Path(kernel).read_text().splitlines()]
    mask = pyvips.Image.new_from_array(rows)
    options = {"compression": 1, "filter": "none"} if fast else {}

    def run(source, target):
        image = pyvips.Image.new_from_file(source, access="sequential")
        if image.bands > 1:
            image = image.colourspace("b-w")
        # In whole numbers this kernel's result is black.
        image.conv(mask, precision="float").rint().cast("uchar").pngsave(target, **options)

    return run


def main():
    tool, kernel, target, *sources = sys.argv[1:]
    run = {
        "opencv": lambda: opencv(kernel, False),
        "opencv-tuned": lambda: opencv(kernel, True),
        "pillow": lambda: pillow(kernel),
        "scipy": lambda: scipy(kernel),
        "vips": lambda: vips(kernel, False),
        "vips-fast": lambda: vips(kernel, True),
    }[tool]()
    if len(sources) == 1:
        return run(sources[0], target)
    from concurrent.futures import ThreadPoolExecutor

    if tool.startswith("opencv"):
        import cv2

        cv2.setNumThreads(1)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda source: run(source, f"{target}/{Path(source).name}"), sources))


if __name__ == "__main__":
    main()
