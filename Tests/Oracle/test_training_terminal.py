"""Runs `cnnlab train` and `cnnlab data fetch` on terminals of several widths: no line is wider, the bar goes away."""

import fcntl
import http.server
import os
import pathlib
import pty
import re
import struct
import subprocess
import termios
import threading

import pytest

CNNLAB = pathlib.Path(__file__).resolve().parents[2] / ".build/release/cnnlab"


def on_terminal(columns, arguments, **options):
    """All that a command writes on a terminal, and its exit code."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen([str(CNNLAB), *map(str, arguments)], stdout=theirs, stderr=theirs, **options)
    os.close(theirs)
    written = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        written += piece
    os.close(ours)
    return written.decode(), process.wait(timeout=60)


def drawn(text):
    """Every line as it stood, a bar's states among them."""
    return [re.sub("\x1b\\[K", "", line) for line in re.split("\r\n|\r|\n", text)]


@pytest.mark.parametrize("columns", [30, 45, 60, 80, 120])
def test_a_training_fits_its_terminal(tmp_path, columns):
    arguments = ["train", "conv 4 5x5 relu max 2 fc 10", "--epochs", 2, "-o", "m.safetensors"]
    text, code = on_terminal(columns, arguments, cwd=tmp_path)
    assert code == 0
    lines = drawn(text)
    bars = [line for line in lines if "█" in line or "░" in line]
    assert bars and all(len(line) < columns for line in bars)
    assert all("left" in line for line in bars)
    if columns >= 80:
        assert all("pictures/s" in line and " loss " in line and "%" in line for line in bars)
    epochs = [line for line in lines if re.match("Epoch [12]/2  loss", line)]
    assert len(epochs) == 2 and all(len(line) <= max(columns, 44) for line in epochs)
    # Each bar is wiped before a line takes its place.
    assert re.search("\r\x1b\\[KEpoch 2/2  loss", text)
    assert "\x1b[3" not in text and "\x1b[1" not in text


def test_nothing_is_drawn_where_there_is_no_terminal(tmp_path):
    result = subprocess.run(
        [str(CNNLAB), "train", "fc 10", "--epochs", "1", "-o", "m.safetensors"], cwd=tmp_path, capture_output=True, text=True)
    assert result.returncode == 0 and result.stderr == ""
    assert "█" not in result.stdout and "\r" not in result.stdout and "\x1b" not in result.stdout


@pytest.mark.parametrize("columns", [30, 80])
def test_a_download_draws_a_bar(tmp_path, columns):
    class Wrong(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", "4542")
            self.end_headers()
            self.wfile.write(b"x" * 4542)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Wrong)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    text, code = on_terminal(
        columns, ["data", "fetch", "mnist", "--mirror", f"http://127.0.0.1:{server.server_port}"],
        env=dict(os.environ, CNNLAB_DATA=str(tmp_path)))
    server.shutdown()
    assert code == 1
    bars = [line for line in drawn(text) if "MB" in line]
    assert bars and all(len(line) < columns for line in bars)
    assert "\r\x1b[KError: Cannot fetch" in text
