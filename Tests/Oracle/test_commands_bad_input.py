"""Every kind of bad input: the exact message, the exit code, and that nothing is written."""

import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

CNNLAB = Path(__file__).resolve().parents[2] / ".build/release/cnnlab"


def run(*arguments, cwd, **options):
    return subprocess.run([CNNLAB, *arguments], cwd=cwd, capture_output=True, text=True, timeout=60, **options)


def listing(folder):
    return sorted((str(p.relative_to(folder)), p.lstat().st_size) for p in folder.rglob("*"))


@pytest.fixture
def folder(tmp_path):
    pixels = np.arange(48, dtype=np.uint8).reshape(6, 8)
    Image.fromarray(pixels).save(tmp_path / "photo.png")
    Image.fromarray(pixels[:3, :3]).save(tmp_path / "small.png")
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "text.png").write_text("This is no picture.\n")
    (tmp_path / "photos").mkdir()
    Image.fromarray(pixels).save(tmp_path / "photos/photo.png")
    whole = (tmp_path / "photo.png").read_bytes()
    (tmp_path / "cut.png").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "ragged.kernel").write_text("1 2 3\n4 5\n")
    os.symlink("photo.png", tmp_path / "link.png")
    os.symlink("pool.png", tmp_path / "loop.png")
    os.symlink("loop.png", tmp_path / "pool.png")
    os.symlink(".", tmp_path / "here")
    (tmp_path / "-dash.png").write_bytes((tmp_path / "photo.png").read_bytes())
    os.link(tmp_path / "small.png", tmp_path / "hard.png")
    return tmp_path


# exit code, arguments, first line on standard error
CASES = [
    # What is wrong on the command line.
    (64, "filter egde photo.png", 'Error: Unknown kernel "egde"; did you mean "edge"?'),
    (64, "filter qqqqqq photo.png", 'Error: Unknown kernel "qqqqqq"; "cnnlab kernels" lists all'),
    (64, "filter gausian:2 photo.png", 'Error: Unknown kernel "gausian:2"; did you mean "gaussian:2"?'),
    (64, "filter gaussian photo.png", "Error: Expected gaussian:SIGMA[:SIZE], found 0 parameters"),
    (64, ["filter", "1 2 3; 4 5", "photo.png"], "Error: Ragged kernel: row 2 has 2 numbers, row 1 has 3"),
    (64, ["filter", "1 nan; 0 1", "photo.png"], 'Error: Kernel weights must be finite, but row 1, column 2 is "nan"'),
    (64, ["filter", "1 1/0", "photo.png"], 'Error: Division by zero: "1/0" in row 1, column 2 of the kernel'),
    (64, ["filter", "1 x; 0 1", "photo.png"], 'Error: Not a number: "x" in row 1, column 2 of the kernel'),
    (64, ["filter", "", "photo.png"], "Error: The kernel is empty; expected rows of numbers, as \"0 -1 0; -1 5 -1; 0 -1 0\""),
    (64, ["filter", "edge,,blur", "photo.png"], 'Error: Nothing stands beside a comma of "edge,,blur": name a kernel there, or leave the comma out'),
    (64, ["filter", "edge,", "photo.png"], 'Error: Nothing stands beside a comma of "edge,": name a kernel there, or leave the comma out'),
    (64, ["filter", "0,5 0,5", "photo.png"], 'Error: "0,5" is one number or two: write "0.5" for a decimal, "0 5" for two numbers'),
    (64, ["filter", "gaussian:2,5", "photo.png"], 'Error: SIGMA in gaussian:SIGMA[:SIZE] must be a number from 0.1 to 170, found "2,5"; a decimal is written with a point, as "2.5"'),
    (64, ["filter", "[[1,2],[3,4]", "photo.png"], 'Error: The brackets of the kernel are not understood: they do not match; write rows as "0 -1 0; -1 5 -1; 0 -1 0"'),
    (64, "filter random:3:1.5 photo.png", 'Error: SEED in random:N:SEED must be a whole number from 0 to 9007199254740992, found "1.5"'),
    (64, "filter edge photo.png --jobs 4611686018427387904", "Error: --jobs is 4611686018427387904: it must be 1024 or less"),
    (64, "filter edge photo.png --padding 1,2", "Error: The value '1,2' is invalid for '--padding <padding>': expected one whole number, or four with commas between them: TOP,RIGHT,BOTTOM,LEFT"),
    (64, "filter edge photo.png --padding 1,2,-3,4", "Error: The padding is -3: it must be 0 or more"),
    (64, "filter edge photo.png --padding SAME", "Error: The value 'SAME' is invalid for '--padding <padding>': TensorFlow's SAME is same-tf here; with stride 1 it is same too"),
    (64, "filter edge photo.png --border repeat", "Error: The value 'repeat' is invalid for '--border <border>': some programs repeat the last pixel then, others the picture; write replicate or wrap"),
    (64, "filter edge photo.png --pool maxpool:2", "Error: The value 'maxpool:2' is invalid for '--pool <kind:window[:stride]>': did you mean \"max:2\"?"),
    (64, "filter edge photo.png -o x.npy --display signed", "Error: --display has no effect with the format npy, which holds the values themselves"),
    (64, "filter edge photo.png --format csv --depth 16", "Error: --depth has no effect with the format csv, which holds the values themselves"),
    (64, "pipeline maxpool:2 photo.png", 'Error: Unknown stage "maxpool:2"; did you mean "max:2"?'),
    (64, "pipeline edge,blur photo.png", 'Error: "edge,blur" is no stage: a pipeline has spaces between its stages, as "edge blur"'),
    (64, ["pipeline", "edge | relu", "photo.png"], 'Error: "|" is no stage: a pipeline has spaces between its stages, as "edge relu"'),
    (64, ["pipeline", "relu max:2", "photo.png", "--stride", "2"], "Error: --stride has no effect: no stage of the pipeline has a kernel"),
    (64, ["pipeline", "1 2 3; 4 5 relu", "photo.png"], "Error: Ragged kernel: row 2 has 2 numbers, row 1 has 3"),
    (64, "filter edge -dash.png", "Error: Unknown option '-dash.png'. The file of that name is written './-dash.png', or behind '--'"),
    (64, ["filter", "no\x1b]such\u202e", "photo.png"], 'Error: Unknown kernel "no\\u{1B}]such\\u{202E}"; "cnnlab kernels" lists all'),
    (64, ["filter", "x" * 100_000, "photo.png"], 'Error: Unknown kernel "' + "x" * 30 + "…" + "x" * 29 + '"; "cnnlab kernels" lists all'),
    (64, "compare lenet --kernels sobel", "Error: \"sobel\" is a gradient of two kernels, for 'filter' and 'pipeline'; expected one kernel, as \"sobel-x\""),
    (1, "filter edge ./", "Error: Cannot read ./: it is a folder; name the pictures in it, as ./*.png"),
    (1, "filter edge photos//", "Error: Cannot read photos//: it is a folder; name the pictures in it, as photos/*.png"),
    (1, "filter edge photo.png -o x.svg", "Error: -o x.svg ends in .svg, which is not written: end it in .png, .npy or .csv"),
    (1, "filter edge photo.png -o x.npz --format npy", "Error: -o x.npz ends in .npz, which is not written: end it in .png, .npy or .csv"),
    (1, "filter edge,blur photo.png -o x.tsv", "Error: -o x.tsv ends in .tsv, which is not written: end it in .png, .npy or .csv"),
    (1, "filter edge photo.png -o x.pngg", "Error: -o x.pngg ends in .pngg, which is not written: end it in .png, .npy or .csv"),
    (1, "filter edge photo.png -o loop.png", "Error: Cannot write loop.png: Too many levels of symbolic links"),
    (1, "filter edge photo.png -o here/photo.png", "Error: The output here/photo.png is the same file as the input photo.png; an input is never overwritten: choose another name"),
    (64, ["filter", ";", "photo.png"], "Error: The kernel is empty; expected rows of numbers, as \"0 -1 0; -1 5 -1; 0 -1 0\""),
    (64, "filter edge photo.png --stride 0", "Error: The stride is 0: it must be 1 or more"),
    (64, "filter edge photo.png --stride -2", "Error: The stride is -2: it must be 1 or more"),
    (64, "filter edge photo.png --dilation 0", "Error: The dilation is 0: it must be 1 or more, where 1 leaves the kernel as it is"),
    (64, "filter edge photo.png --padding -1", "Error: The padding is -1: it must be 0 or more"),
    (64, "filter edge photo.png --padding big", "Error: The value 'big' is invalid for '--padding <padding>'"),
    (
        64,
        "filter edge photo.png --border reflec",
        "Error: The value 'reflec' is invalid for '--border <border>'. "
        "Please provide one of 'zero', 'replicate', 'reflect', 'mirror' or 'wrap'",
    ),
    (64, "filter edge photo.png --bias nan", "Error: The value 'nan' is invalid for '--bias <bias>'"),
    (64, "filter edge photo.png --pool max", "Error: The value 'max' is invalid for '--pool <kind:window[:stride]>'"),
    (64, "filter edge photo.png --pool max:0", "Error: The pooling window is 0×0: it must be 1×1 or more"),
    (64, "filter edge photo.png --pool max:2:0", "Error: The stride is 0: it must be 1 or more"),
    (64, "filter edge photo.png --jobs 0", "Error: --jobs is 0: it must be 1 or more"),
    (64, "filter edge photo.png --max-pixels 0", "Error: --max-pixels is 0: it must be 1 or more"),
    (64, "filter edge photo.png --depth 12", "Error: The value '12' is invalid for '--depth <depth>'. Please provide one of '8' or '16'"),
    (
        64,
        "filter edge photo.png --relu --activation tanh",
        "Error: --relu and --activation tanh contradict each other: give one of them",
    ),
    (64, "filter edge photo.png --otuput x.png", "Error: Unknown option '--otuput'. Did you mean '--output'?"),
    (64, "filter edge", "Error: Missing expected argument '<image> ...'"),
    (64, "filtre edge photo.png", "Error: Unknown command 'filtre'. Did you mean 'filter'?"),
    (64, ["pipeline", "edge reul", "photo.png"], 'Error: Unknown stage "reul"; did you mean "relu"?'),
    (64, ["pipeline", "egde relu", "photo.png"], 'Error: Unknown kernel "egde"; did you mean "edge"?'),
    (64, ["pipeline", " ", "photo.png"], 'Error: The pipeline is empty: name its stages, as "edge relu max:2"'),
    (64, ["pipeline", "edge max", "photo.png"], 'Error: "max" is no pooling: expected max:WINDOW[:STRIDE], as max:2 or max:3:1'),
    (64, ["pipeline", "edge max:2:0", "photo.png"], "Error: The stride is 0: it must be 1 or more"),
    (64, "kernels sobl-x", 'Error: Unknown kernel "sobl-x"; did you mean "sobel-x"?'),
    (64, "kernels edge --picture edge.bmp", "Error: edge.bmp: a figure is written as .png, .svg, .pdf or .gif"),
    (64, "kernels edge blur --picture k.png", "Error: --picture draws one kernel, but 2 are named"),
    (64, "kernels --picture k.png", "Error: --picture draws one kernel: name it"),
    (64, "show photo.png --region 1,2,3", "Error: The value '1,2,3' is invalid for '--region <x,y,w,h>'"),
    # What is wrong with a file.
    (1, "filter ragged.kernel photo.png", "Error: ragged.kernel: ragged kernel: row 2 has 2 numbers, row 1 has 3"),
    (1, "filter missing.kernel photo.png", "Error: Cannot read missing.kernel: No such file or directory"),
    (1, "filter edge missing.png", "Error: Cannot read missing.png: No such file or directory"),
    (1, "show missing.png", "Error: Cannot read missing.png: No such file or directory"),
    (1, "filter edge photos", "Error: Cannot read photos: it is a folder; name the pictures in it, as photos/*.png"),
    (1, "filter edge empty.png", "Error: empty.png: zero-byte file; expected a PNG or JPEG picture"),
    (1, "filter edge text.png", 'Error: text.png: not a PNG or JPEG picture: begins with "This is no p"'),
    (1, "show text.png", 'Error: text.png: not a PNG or JPEG picture: begins with "This is no p"'),
    (
        1,
        "filter edge photo.png --max-pixels 47",
        "Error: photo.png: declares 8×6 = 48 pixels, more than the limit of 47; raise it with --max-pixels",
    ),
    # What does not fit a picture.
    (
        1,
        "filter box:5 small.png --padding valid",
        "Error: small.png: the kernel is 5×5 but the picture is 3×3: use a smaller kernel, or padding that keeps the size (--padding same)",
    ),
    (
        1,
        "filter edge photo.png --pool max:7",
        "Error: photo.png, stage 2 (max:7): the pooling window is 7×7 but the map is 8×6: choose a smaller window",
    ),
    (
        1,
        ["pipeline", "edge max:2 max:4", "photo.png"],
        "Error: photo.png, stage 3 (max:4): the pooling window is 4×4 but the map is 4×3: choose a smaller window",
    ),
    (
        1,
        "show photo.png --region 6,0,3,3",
        "Error: The region 6,0,3,3 reaches out of the picture: X,Y,W,H must lie within 8×6 pixels",
    ),
    (1, "show photo.png --region 0,0,0,1", "Error: The region 0,0,0,1 holds no pixel: W and H of X,Y,W,H must be 1 or more"),
    # Where an output cannot go.
    (1, "filter edge photo.png -o nowhere/x.png", "Error: Cannot write nowhere/x.png: No such file or directory"),
    (1, "filter edge photo.png -o small.png/x.png", "Error: Cannot write small.png/x.png: Not a directory"),
    (1, "filter edge photo.png -o nowhere/x.npy", "Error: Cannot write nowhere/x.npy: No such file or directory"),
    (1, "kernels edge --picture nowhere/x.png", "Error: Cannot write nowhere/x.png: No such file or directory"),
    (1, "filter edge photo.png -o /dev/full", "Error: Cannot write /dev/full: No space left on device"),
    (
        1,
        "filter edge photo.png -o photo.png",
        "Error: The output photo.png is the input; an input is never overwritten: choose another name",
    ),
    (
        1,
        "filter edge photo.png -o ./photos/../photo.png",
        "Error: The output ./photos/../photo.png is the same file as the input photo.png; "
        "an input is never overwritten: choose another name",
    ),
    (
        1,
        "filter edge link.png -o photo.png",
        "Error: The output photo.png is the same file as the input link.png; an input is never overwritten: choose another name",
    ),
    (
        1,
        "filter edge photo.png -o link.png",
        "Error: The output link.png is the same file as the input photo.png; an input is never overwritten: choose another name",
    ),
    (
        1,
        "filter edge small.png -o hard.png",
        "Error: The output hard.png is the same file as the input small.png; an input is never overwritten: choose another name",
    ),
    (
        1,
        "filter edge photo.png photos/photo.png",
        "Error: Two outputs would be named photo-edge.png, from photo.png and photos/photo.png: filter them one by one with -o, or give --keep-folders",
    ),
    (
        1,
        "filter edge,edge photo.png",
        "Error: Two outputs would be named photo-edge.png, both from photo.png: name each kernel and each picture once",
    ),
    (1, "filter edge,blur photo.png -o x.png", "Error: -o x.png names one file, but 2 would be written: name a folder"),
    (1, "filter edge,blur photo.png -o text.png", "Error: -o text.png is a file, but 2 would be written: name a folder"),
    (1, "filter edge photo.png small.png -o -", "Error: Standard output takes one map, but there are several: name a folder with -o"),
    (1, "filter edge photo.png -o x.jpg", "Error: -o x.jpg ends in .jpg, which is not written: end it in .png, .npy or .csv"),
    (1, "filter edge photo.png -o x.npy --format csv", "Error: -o x.npy ends in .npy, but --format is csv: make them agree"),
    (
        1,
        "filter edge,gaussian-5 photo.png -o x.npy --padding valid",
        "Error: The maps of photo.png cannot be stacked in one file: edge gives 6×4, gaussian-5 gives 4×2; "
        "use --padding same, or end -o with / for a file each",
    ),
]


@pytest.mark.parametrize("code, arguments, message", CASES, ids=lambda value: str(value)[:60])
def test_message(code, arguments, message, folder):
    words = arguments.split() if isinstance(arguments, str) else arguments
    before = listing(folder)
    result = run(*words, cwd=folder)
    assert result.stderr.split("\n")[0] == message
    assert result.returncode == code
    assert result.stdout == ""
    assert listing(folder) == before
    lines = result.stderr.rstrip("\n").split("\n")
    assert len(lines) == 1 if code == 1 else lines[-1].endswith("--help' for more information.")


def test_truncated_picture(folder):
    before = listing(folder)
    result = run("filter", "edge", "cut.png", cwd=folder)
    assert result.returncode == 1
    assert result.stderr.startswith("Error: cut.png: truncated PNG: ") and result.stderr.count("\n") == 1
    assert listing(folder) == before


@pytest.mark.parametrize("picture", ["cut.png", "text.png", "missing.png"])
@pytest.mark.parametrize("options", [[], ["--pool", "max:2"], ["small-missing.png"]])
def test_no_folder_is_left_behind(picture, options, folder):
    before = listing(folder)
    assert run("filter", "edge", picture, "-o", "new/deep/", *options, cwd=folder).returncode == 1
    assert listing(folder) == before


def test_one_of_many_fails_alone(folder):
    result = run("filter", "edge", "photo.png", "empty.png", "small.png", "missing.png", "-o", "out", cwd=folder)
    assert result.returncode == 1
    assert result.stderr == (
        "Error: empty.png: zero-byte file; expected a PNG or JPEG picture\n"
        "Error: Cannot read missing.png: No such file or directory\n"
    )
    assert result.stdout == "2 of 4 pictures filtered, 2 failed; 2 files written\n"
    assert sorted(p.name for p in (folder / "out").iterdir()) == ["photo-edge.png", "small-edge.png"]


def test_a_kernel_file_is_not_overwritten(folder):
    (folder / "own.kernel").write_text("0 1 0\n")
    before = listing(folder)
    result = run("filter", "own.kernel", "photo.png", "-o", "own.kernel", cwd=folder)
    assert result.returncode == 1
    assert result.stderr == "Error: The output own.kernel is the input; an input is never overwritten: choose another name\n"
    assert listing(folder) == before


def test_quiet_says_nothing_but_errors(folder):
    result = run("filter", "edge", "photo.png", "empty.png", "-q", cwd=folder)
    assert result.stdout == ""
    assert result.stderr == "Error: empty.png: zero-byte file; expected a PNG or JPEG picture\n"
    assert result.returncode == 1
