"""What no compiler checks of the architecture: docs/architecture.md's promises."""

import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCES = ROOT / "Sources"
OBJECTS = ROOT / ".build" / "release"
sys.path.insert(0, str(ROOT / "docs" / "site"))
import draw_modules  # noqa: E402

# Those that know the command line, and programs of the build.
SPEAKS_OF_OPTIONS = {"Commands", "CommandLineKit", "cnnlab", "embed-files", "fuzz-readers", "WebAssembly"}

# Functions of the C library whose last bits differ from one library to the next.
INEXACT = set(
    "exp exp2 exp10 expm1 log log2 log10 log1p pow sin cos tan sincos sinh cosh tanh asin acos atan atan2 asinh acosh "
    "atanh cbrt hypot erf erfc lgamma tgamma".split())
INEXACT |= {name + "f" for name in INEXACT}
# Their numbers are promised to be the same on every machine.
SAME_BITS = [
    "ElementaryFunctions", "SmallMatrices", "FilterLoops", "FilterLoopsAVX2", "FilterLoopsAVX512", "ConvolutionCore",
    "LayerLoops", "LayerLoopsAVX2", "LayerLoopsAVX512", "NetworkDescription", "NetworkEngine", "NetworkTraining",
    "NetworkExplaining", "NetworkTracing", "DrawnDigits", "KernelFiles", "Datasets", "Comparison",
    "FilterReport", "DrawingKit", "Charts", "TutorialFigures",
]


def test_libraries_name_no_option():
    found = []
    for path in SOURCES.rglob("*.swift"):
        if path.relative_to(SOURCES).parts[0] in SPEAKS_OF_OPTIONS:
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if line.lstrip().startswith("//"):
                continue
            if re.search(r'"[^"]*(?<![-\w])--[a-z][a-z-]+', line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    assert not found, "an option is for Commands to name:\n" + "\n".join(found)


@pytest.mark.parametrize("module", SAME_BITS)
def test_same_bits_need_no_function_of_the_c_library(module):
    objects = sorted((OBJECTS / f"{module}.build").glob("*.o"))
    assert objects, f"{module} has not been built"
    names = subprocess.run(["nm", "-u", *objects], check=True, capture_output=True, text=True).stdout
    called = {line.split()[-1].split("@")[0] for line in names.splitlines() if line.startswith(" ")}
    assert not called & INEXACT, f"{module} calls {sorted(called & INEXACT)}; take ElementaryFunctions' own"


def test_the_picture_of_the_modules_is_the_package(tmp_path):
    draw_modules.draw(tmp_path / "modules.svg")

    def arrows(path):
        return sorted(re.findall(r"<title>(.*?)</title>", path.read_text()))

    drawn = ROOT / "docs/pictures/modules.svg"
    assert arrows(drawn) == arrows(tmp_path / "modules.svg"), "run 'make modules' and look at docs/pictures/modules.svg"
    for name in draw_modules.modules():
        if draw_modules.is_room(name) and name not in draw_modules.LIBRARIES and name not in draw_modules.SHIMS:
            assert f"<title>{name}</title>" in drawn.read_text()


def test_every_model_and_picture_is_inside_the_program():
    named = "\n".join(path.read_text() for path in (SOURCES / "CEmbeddedFiles").glob("*.c"))
    files = [*(ROOT / "models").glob("*.safetensors"), *(ROOT / "samples/small").glob("*.png")]
    assert files and not [path.name for path in files if f'#embed "../../{path.relative_to(ROOT)}"' not in named]


def test_what_architecture_names_is_there():
    text = (ROOT / "docs/architecture.md").read_text()
    sources = "\n".join(path.read_text() for path in SOURCES.rglob("*.swift"))
    modules = {path.name for path in SOURCES.iterdir()} | {"ConvolutionLab"}
    for word in re.findall(r"`([A-Z][A-Za-z]+)`", text):
        declared = re.search(rf"\b(struct|class|enum|protocol|extension|typealias) (\w+\.)?{word}\b", sources)
        assert word in modules or declared, f"docs/architecture.md names {word}, which is not there"
    for path in re.findall(r"`(Sources/[\w/]+)`", text):
        assert (ROOT / path).is_dir(), f"docs/architecture.md names {path}"
