"""Runs `cnnlab data` against a server on this machine: mirrors, resumption, interruption, messages."""

import hashlib
import http.server
import json
import os
import pathlib
import signal
import socket
import subprocess
import threading
import time

import pytest

CNNLAB = pathlib.Path(__file__).resolve().parents[2] / ".build/release/cnnlab"
FILES = ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz", "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"]


@pytest.fixture
def environment(tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CNNLAB", "XDG", "http", "HTTP"))}
    return dict(kept, HOME=str(tmp_path / "home"), no_proxy="127.0.0.1")


def run(environment, *arguments):
    return subprocess.run([str(CNNLAB), "data", *arguments], env=environment, capture_output=True, text=True, timeout=60)


class Slow(http.server.BaseHTTPRequestHandler):
    """Sends 2 kB a second, all of it wrong."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "5148" if "fashion" in self.path else "4542")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 100)
                time.sleep(0.05)
        except OSError:
            pass

    def log_message(self, *arguments):
        pass


@pytest.fixture
def slow():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_the_list(environment, tmp_path):
    sets = json.loads(run(environment, "list", "--json").stdout)
    assert [entry["name"] for entry in sets] == [
        "digits", "mnist", "fashion-mnist", "cifar10", "cifar10-gray", "cifar4", "cifar4-gray"]
    assert sets[0]["built_in"] and sets[0]["folder"] is None and sets[0]["download_bytes"] is None
    assert sets[1]["download_bytes"] == 11594722 and sets[1]["folder"] is None
    assert sets[5]["classes"] == ["boat", "bird", "cat", "dog"]
    text = run(environment, "list").stdout
    assert "not here: cnnlab data fetch mnist (11.6 MB)" in text and "built in" in text
    folder = tmp_path / "home/.cache/cnnlab/mnist"
    folder.mkdir(parents=True)
    for name in FILES:
        (folder / name).write_bytes(b"")
    assert json.loads(run(environment, "list", "--json").stdout)[1]["folder"] == str(folder)


def test_nothing_to_fetch_for_what_is_built_in(environment):
    result = run(environment, "fetch", "digits")
    assert result.returncode == 0 and result.stdout == "digits is built in: nothing to fetch\n"


def test_messages(environment, slow, tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{probe.getsockname()[1]}"
    for arguments, code, message in [
        (["fetch"], 64, "Missing expected argument '<name> ...'"),
        (["fetch", "minst"], 64, "No data set is called 'minst'. Known: digits, mnist, fashion-mnist"),
        (["fetch", "mnist", "--mirror", "example"], 64, "--mirror example: expected an address"),
        (["fetch", "mnist", "--mirror", closed], 1, f"Cannot fetch t10k-labels-idx1-ubyte.gz: {closed}/: Failed to connect"),
        (["fetch", "mnist", "--mirror", "http://no.such.invalid"], 1, "Could not resolve host"),
        (["fetch", "mnist", "--mirror", slow], 1, "/: SHA-256 "),
    ]:
        result = run(environment, *arguments)
        assert result.returncode == code and message in result.stderr, result.stderr
    assert list((tmp_path / "home/.cache/cnnlab/mnist").iterdir()) == []
    result = run(dict(environment, CNNLAB_MIRROR="nowhere"), "fetch", "mnist")
    assert "CNNLAB_MIRROR is 'nowhere': expected an address" in result.stderr
    result = run({"PATH": os.environ["PATH"]}, "fetch", "mnist")
    assert "There is no folder to put data into: set CNNLAB_DATA or HOME" in result.stderr
    (tmp_path / "file").write_text("")
    result = run(dict(environment, CNNLAB_DATA=str(tmp_path / "file")), "fetch", "mnist")
    assert "file" in result.stderr and "Not a directory" in result.stderr


def test_control_c_keeps_what_came(environment, slow, tmp_path):
    process = subprocess.Popen(
        [str(CNNLAB), "data", "fetch", "fashion-mnist"], env=dict(environment, CNNLAB_MIRROR=slow + "/{set}"),
        stderr=subprocess.PIPE, text=True)
    part = tmp_path / "home/.cache/cnnlab/fashion-mnist/t10k-labels-idx1-ubyte.gz.part"
    deadline = time.monotonic() + 20
    while (not part.exists() or part.stat().st_size < 500) and time.monotonic() < deadline:
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert errors == "Interrupted; what came so far is kept: the same command goes on from there\n"
    assert part.exists()


def mnist():
    folder = pathlib.Path(os.environ.get("CNNLAB_DATA", "/nowhere")) / "mnist"
    if not (folder / FILES[0]).exists():
        pytest.skip("MNIST is not in $CNNLAB_DATA")
    return folder


@pytest.mark.parametrize("how", ["option", "environment"])
def test_the_real_files(environment, tmp_path, how):
    source = mnist()
    official = hashlib.sha256((source / FILES[2]).read_bytes()).hexdigest().startswith("440fcabf73cc")
    address = f"file://{source}"
    if how == "option":
        result = run(environment, "fetch", "mnist", "--mirror", "http://127.0.0.1:9/", "--mirror", address)
    else:
        result = run(dict(environment, CNNLAB_MIRROR=f"file://{source.parent}/{{set}}"), "fetch", "mnist")
    folder = tmp_path / "home/.cache/cnnlab/mnist"
    for name in (name for name in FILES if official or name != FILES[2]):
        assert (folder / name).read_bytes() == (source / name).read_bytes()
        assert f"{name}  " in result.stdout and f" from {address}/" in result.stdout
    if official:
        assert result.returncode == 0 and result.stdout.endswith(f"mnist is in {folder}\n")
    else:
        assert result.returncode == 1 and "Cannot fetch train-images-idx3-ubyte.gz: " in result.stderr
