"""Where and how filter and its like write: links, pipes, devices, limits, kills, names, many files."""

import os
import resource
import signal
import stat
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

CNNLAB = Path(__file__).resolve().parents[2] / ".build/release/cnnlab"
PIXELS = np.arange(0, 240, 20, np.uint8).reshape(3, 4)


def run(*arguments, cwd, **options):
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 120, **options}
    return subprocess.run([CNNLAB, *arguments], cwd=cwd, **options)


@pytest.fixture
def folder(tmp_path):
    Image.fromarray(PIXELS).save(tmp_path / "s.png")
    return tmp_path


@pytest.fixture
def expected(folder):
    """The bytes of the map, written plainly."""
    assert run("filter", "edge", "s.png", "-o", "plain.png", cwd=folder).returncode == 0
    data = (folder / "plain.png").read_bytes()
    (folder / "plain.png").unlink()
    return data


REPORT = "edge 3×3  1×3×4  {}\n"


@pytest.mark.parametrize("name", ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "own", "second"])
def test_standard_output_under_every_name(name, folder, expected):
    os.symlink("/proc/self/fd/1", folder / "own")
    os.symlink("own", folder / "second")
    before = sorted(os.listdir(folder))
    # A pipe.
    result = run("filter", "edge", "s.png", "-o", name, cwd=folder)
    assert (result.returncode, result.stdout, result.stderr.decode()) == (0, expected, REPORT.format(name))
    # A file, behind what stands in it.
    with open(folder / "out", "wb") as out:
        out.write(b"head")
        out.flush()
        assert run("filter", "edge", "s.png", "-o", name, cwd=folder, stdout=out).returncode == 0
    assert (folder / "out").read_bytes() == b"head" + expected
    # One pipe for both streams: the report is nowhere.
    assert run("filter", "edge", "s.png", "-o", name, cwd=folder, stderr=subprocess.STDOUT).stdout == expected
    (folder / "out").unlink()
    assert sorted(os.listdir(folder)) == before and (folder / "own").is_symlink()


def test_the_file_that_standard_output_is(folder, expected):
    with open(folder / "r.png", "wb") as out:
        result = run("filter", "edge", "s.png", "-o", "r.png", cwd=folder, stdout=out)
    assert (folder / "r.png").read_bytes() == expected and result.stderr.decode() == REPORT.format("r.png")


def test_links_and_modes(folder, expected):
    (folder / "sub").mkdir()
    (folder / "sub/real.png").write_text("old")
    os.chmod(folder / "sub/real.png", 0o600)
    os.symlink("sub/real.png", folder / "link.png")
    os.symlink("sub/new.png", folder / "dangling.png")
    for link, target in (("link.png", "sub/real.png"), ("dangling.png", "sub/new.png")):
        assert run("filter", "edge", "s.png", "-o", link, cwd=folder).stdout.decode() == REPORT.format(link)
        assert (folder / link).is_symlink() and (folder / target).read_bytes() == expected
    assert stat.S_IMODE(os.stat(folder / "sub/real.png").st_mode) == 0o600
    assert sorted(os.listdir(folder / "sub")) == ["new.png", "real.png"]
    os.symlink("sub", folder / "maps.png")
    assert run("filter", "edge", "s.png", "-o", "maps.png", cwd=folder).returncode == 0
    assert (folder / "sub/s-edge.png").read_bytes() == expected and (folder / "maps.png").is_symlink()


def test_pipes_and_devices_are_written_through(folder, expected):
    os.mkfifo(folder / "pipe.png")
    reader = subprocess.Popen(["cat", "pipe.png"], cwd=folder, stdout=subprocess.PIPE)
    assert run("filter", "edge", "s.png", "-o", "pipe.png", cwd=folder).returncode == 0
    assert reader.communicate(timeout=30)[0] == expected
    assert stat.S_ISFIFO(os.stat(folder / "pipe.png").st_mode)
    assert run("filter", "edge", "s.png", "-o", "/dev/null", cwd=folder).returncode == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    full = run("filter", "edge", "s.png", "-o", "/dev/full", cwd=folder)
    assert (full.returncode, full.stderr) == (1, b"Error: Cannot write /dev/full: No space left on device\n")


PRINTING = ["kernels", "kernels edge --json", "help", "--version", "filter --help", "show s.png", "arch", "data list",
            "predict lenet s.png --raw", "filter edge s.png", "filter edge s.png -o -", "pipeline edge s.png"]


@pytest.mark.parametrize("line", PRINTING)
def test_unwritable_standard_output(line, folder):
    with open("/dev/full", "wb") as full:
        result = run(*line.split(), cwd=folder, stdout=full)
    assert (result.returncode, result.stderr) == (
        1, b"Error: Cannot write standard output: No space left on device\n")
    closed = run(*line.split(), cwd=folder, stdout=None, preexec_fn=lambda: os.close(1))
    assert (closed.returncode, closed.stderr) == (1, b"Error: Cannot write standard output: Bad file descriptor\n")


@pytest.mark.parametrize("line", PRINTING)
def test_a_closed_pipe_ends_quietly(line, folder):
    reader, writer = os.pipe()
    os.close(reader)
    result = run(*line.split(), cwd=folder, stdout=writer)
    os.close(writer)
    assert (result.returncode, result.stderr.decode().replace(REPORT.format("-"), "")) == (0, "")


def test_a_closed_standard_output_harms_no_file(folder, expected):
    run("filter", "edge", "s.png", "-o", "x.png", cwd=folder, stdout=None, preexec_fn=lambda: os.close(1))
    assert (folder / "x.png").read_bytes() == expected


@pytest.mark.parametrize("line", [
    "filter sharpen noise.png -o x.png", "filter sharpen noise.png -o x.npy", "filter sharpen noise.png -o maps/",
    "dump lenet -o dump", "figures pixels -o figure", "kernels edge --picture k.svg",
])
def test_a_file_over_its_limit(line, folder):
    Image.fromarray(np.random.default_rng(1).integers(0, 256, (300, 300), np.uint8)).save(folder / "noise.png")
    before = sorted(os.listdir(folder))
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))
    result = run(*line.split(), cwd=folder, preexec_fn=limit)
    assert result.returncode == 1 and result.stderr.endswith(b": File too large\n")
    assert result.stderr.count(b"\n") == 1
    assert sorted(os.listdir(folder)) == before


def test_what_a_killed_run_leaves_is_gone_after_the_next(folder):
    Image.fromarray(np.random.default_rng(1).integers(0, 256, (400, 400), np.uint8)).save(folder / "s.png")
    arguments = [CNNLAB, "filter", "edge", "s.png", "-o", "x.png", "--quiet"]
    for delay in np.linspace(0.001, 0.03, 20):
        process = subprocess.Popen(arguments, cwd=folder)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert run(*arguments[1:], cwd=folder).returncode == 0
    assert sorted(os.listdir(folder)) == ["s.png", "x.png"]


def test_running_twice_leaves_own_outputs_out(folder):
    Image.fromarray(PIXELS).save(folder / "t.png")
    first = run("filter", "edge", "s.png", "t.png", cwd=folder)
    assert first.stderr == b"" and first.stdout == b"2 of 2 pictures filtered; 2 files written\n"
    pictures = sorted(p.name for p in folder.glob("*.png"))
    again = run("filter", "edge", *pictures, cwd=folder)
    assert again.stdout == first.stdout
    assert again.stderr == (
        b"Left out s-edge.png, t-edge.png: this command has made them from the other pictures\n")
    assert sorted(p.name for p in folder.glob("*.png")) == pictures
    # A picture of the user's own is never taken for one.
    Image.fromarray(PIXELS).save(folder / "s-edge.png")
    refused = run("filter", "edge", *pictures, cwd=folder)
    assert refused.returncode == 1 and refused.stderr.startswith(b"Error: The output s-edge.png is the same file as") or (
        refused.stderr == b"Error: The output s-edge.png is the input; an input is never overwritten: choose another name\n")


def test_names_of_any_bytes(folder, expected):
    names = [b"caf\xe9", "café".encode(), "cafe\u0301".encode(), b"n" * 240, b"-dash", b"two\nlines", b"\xff\xfe"]
    for name in names:
        (folder / os.fsdecode(name + b".png")).write_bytes((folder / "s.png").read_bytes())
    inputs = [name + b".png" for name in names]
    result = run("filter", "edge", "-o", "maps", "--", *inputs, cwd=folder)
    assert result.returncode == 0, result.stderr
    assert sorted(os.listdir(os.fsencode(folder / "maps"))) == sorted(name + b"-edge.png" for name in names)
    assert run("filter", "edge", "s.png", "-o", b"x\xe9.png", cwd=folder).returncode == 0
    assert os.path.exists(os.fsencode(folder) + b"/x\xe9.png")


def test_the_name_of_a_long_pipeline(folder):
    stages = " ".join(["gaussian:2", "sobel-x", "relu", "tanh", "max:1"] * 8)
    result = run("pipeline", stages, "s.png", "--stages", "--quiet", cwd=folder)
    assert result.returncode == 0, result.stderr
    assert len(os.listdir(folder)) == 41
    other = run("pipeline", stages + " edge", "s.png", "--quiet", cwd=folder)
    assert other.returncode == 0 and len(os.listdir(folder)) == 42


def test_names_differ_by_sign(folder):
    run("filter", "motion:9:45,motion:9:-45,gaussian:1/2,gaussian:1:3", "s.png", "-o", "m", cwd=folder)
    assert sorted(os.listdir(folder / "m")) == [
        "s-gaussian-1-3.png", "s-gaussian-1over2.png", "s-motion-9--45.png", "s-motion-9-45.png"]


def test_kernels_of_one_name(folder):
    for sub, text in (("a", "1 2 1"), ("b", "1 0 1")):
        (folder / sub).mkdir()
        (folder / sub / "own.kernel").write_text(text)
    run("filter", "a/own.kernel,b/own.kernel", "s.png", "-o", "m", cwd=folder)
    assert sorted(os.listdir(folder / "m")) == ["s-own-2.png", "s-own.png"]


def test_folders_are_kept_and_stems_told_apart(folder):
    for path in ("a/x.png", "a/b/x.png", "c/y.png"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(PIXELS).save(folder / path)
    assert run("filter", "edge", "a/x.png", "a/b/x.png", "c/y.png", "-o", "out", "--keep-folders", cwd=folder).returncode == 0
    found = sorted(str(p.relative_to(folder / "out")) for p in (folder / "out").rglob("*.png"))
    assert found == ["a/b/x-edge.png", "a/x-edge.png", "c/y-edge.png"]
    Image.fromarray(PIXELS).save(folder / "s.jpg")
    run("filter", "edge", "s.png", "s.jpg", "-o", "told/", cwd=folder)
    assert sorted(os.listdir(folder / "told")) == ["s-jpg-edge.png", "s-png-edge.png"]
    before = sorted(folder.rglob("*"))
    assert run("filter", "edge", "a/none.png", "-o", "deep/new", "--keep-folders", cwd=folder).returncode == 1
    assert sorted(folder.rglob("*")) == before


def test_many_pictures_take_linear_time(folder):
    for index in range(6000):
        (folder / f"p{index:04}.png").symlink_to("s.png") if index % 2 else (
            folder / f"p{index:04}.png").write_bytes((folder / "s.png").read_bytes())
    pictures = sorted(p.name for p in folder.glob("p*.png"))

    def seconds(count):
        started = resource.getrusage(resource.RUSAGE_CHILDREN)
        result = run("filter", "edge", *pictures[:count], "-o", f"maps{count}", cwd=folder)
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert result.stdout.decode() == f"{count} of {count} pictures filtered; {count} files written\n"
        return ended.ru_utime + ended.ru_stime - started.ru_utime - started.ru_stime

    # Six times as many; comparing each output with each input made it 25 times.
    assert seconds(6000) < 12 * seconds(1000) + 0.5


def test_the_preview_of_a_tall_picture_is_bounded(folder):
    Image.fromarray(np.zeros((6000, 3), np.uint8)).save(folder / "tall.png")
    result = run("filter", "edge", "tall.png", "--preview", cwd=folder)
    assert result.returncode == 0 and result.stdout.count(b"\n") < 120
    assert run("show", "tall.png", "--preview", cwd=folder).stdout.count(b"\n") < 200


def test_csv_names_its_maps(folder):
    run("filter", "edge,sobel-x,1 2 1", "s.png", "-o", "m.csv", cwd=folder)
    lines = (folder / "m.csv").read_text().splitlines()
    assert [line for line in lines if line.startswith("#")] == ["# edge 3×3", "# sobel-x 3×3", "# custom 3×1"]
    assert lines.index("# sobel-x 3×3") == 5 and lines[4] == ""
    run("filter", "edge", "s.png", "-o", "one.csv", cwd=folder)
    assert "#" not in (folder / "one.csv").read_text()


def test_a_square_typed_in_a_row_is_said(folder):
    result = run("filter", "0 -1 0 -1 5 -1 0 -1 0", "s.png", "-o", "o.csv", cwd=folder)
    assert result.stdout.decode() == "custom 3×3  1×3×4  o.csv\n"
    assert result.stderr.decode() == (
        "Note: 9 numbers in a row are read as a 3×3 kernel; for a single row end it with a semicolon\n")
    row = run("filter", "0 -1 0 -1 5 -1 0 -1 0;", "s.png", "-o", "o.csv", cwd=folder)
    assert row.stdout.decode() == "custom 9×1  1×3×4  o.csv\n" and row.stderr == b""


def test_a_matrix_in_a_pipeline(folder):
    result = run("pipeline", "0 -1 0; -1 5 -1; 0 -1 0 relu", "s.png", "-o", "o.csv", cwd=folder)
    assert result.stdout.decode() == "input       1×3×4\ncustom 3×3  1×3×4\nrelu        1×3×4  o.csv\n"
    assert (folder / "o.csv").read_text() == "0,0,0,0\n60,100,120,160\n220,260,280,320\n"
