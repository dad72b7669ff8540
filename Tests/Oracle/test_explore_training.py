"""The training room of `cnnlab explore`: a network learns in the page, and its file is read by the command line."""

import base64
import json
import pathlib
import struct
import subprocess

import axe_core_python
import numpy
import pytest

from explore_page import CNNLAB, explore_page
from test_explore_network import draw

ROOM = "cnnlab.rooms[3]"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    with explore_page(tmp_path_factory.mktemp("explore"), "lenet") as page:
        page.driver.set_script_timeout(60)
        yield page
        assert page.logs() == []


def click(page, words):
    page.run("[...document.querySelectorAll('.training-room button')].find((b) => b.textContent === arguments[0]).click()", words)


def open_room(page, link=""):
    page.open("#room=training" + link)
    page.wait(f"return {ROOM}.report !== undefined")


def seen(page):
    return page.run(f"return {ROOM}.report.seen")


def bits(page):
    return page.run(f"return [...new Uint32Array({ROOM}.parameters.slice().buffer)]")


def test_a_network_learns_drawn_digits_in_seconds(page, tmp_path):
    open_room(page)
    longest = page.driver.execute_async_script("""
      const done = arguments[0], start = performance.now();
      let last = start, longest = 0, frames = 0;
      [...document.querySelectorAll('.training-room button')].find((b) => b.textContent === 'Learn').click();
      (function frame(now) {
        longest = Math.max(longest, now - last); last = now; frames++;
        if (now - start < 4000) requestAnimationFrame(frame);
        else done([longest, frames]);
      })(start);""")
    page.wait(f"return {ROOM}.report.seen > 25000", 60)
    click(page, "Pause")
    page.wait(f"return {ROOM}.report.isRunning === false && {ROOM}.report.unseen !== null")
    loss, accuracy, unseen = page.run(f"const r = {ROOM}.report; return [r.loss, r.accuracy, r.unseen]")
    assert accuracy >= 0.9 and unseen >= 0.9 and loss < 0.4
    # The page stays free: frames go on while the worker learns.
    assert longest[1] > 40

    page.run("const make = URL.createObjectURL; URL.createObjectURL = (blob) => { window.blob = blob; return make(blob); };")
    click(page, "Save model")
    page.wait("return window.blob !== undefined")
    text = page.driver.execute_async_script(
        "const done = arguments[0]; const reader = new FileReader(); reader.onload = () => done(reader.result);"
        "reader.readAsDataURL(blob)")
    file = tmp_path / "page.safetensors"
    file.write_bytes(base64.b64decode(text.split(",")[1]))
    run = subprocess.run([CNNLAB, "test", file, "--data", "digits", "--json"], check=True, capture_output=True, text=True)
    assert json.loads(run.stdout)["accuracy"] == pytest.approx(unseen, abs=0.07)
    # The numbers in the file are those of the page, and load back.
    numbers = bits(page)
    data = file.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    assert sorted(numbers) == sorted(numpy.frombuffer(data[8 + length:], dtype=numpy.uint32).tolist())
    click(page, "Start anew")
    page.wait(f"return {ROOM}.report.seen === 0")
    assert bits(page) != numbers
    page.driver.execute_async_script("""
      const [text, done] = arguments;
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], 'page.safetensors'));
      document.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }));
      setTimeout(done, 500);""", base64.b64encode(data).decode())
    assert bits(page) == numbers


def test_the_same_seed_learns_the_same_bits(page):
    results = []
    for _ in range(2):
        open_room(page, "&teach=small&seed=7")
        for step in range(5):
            click(page, "One batch")
            page.wait(f"return {ROOM}.report.seen === {64 * (step + 1)}")
        results.append(bits(page))
    assert results[0] == results[1]
    open_room(page, "&teach=small&seed=8")
    assert bits(page) != results[0]


def test_a_rate_that_is_too_high_is_said(page):
    open_room(page, "&teach=one+layer&rate=10")
    page.set("rate", 10)
    page.set("momentum", 0.99)
    click(page, "Learn")
    page.wait(f"return {ROOM}.report.seen > 5000 || {ROOM}.report.diverged", 30)
    click(page, "Pause") if page.run(f"return {ROOM}.isRunning") else None
    loss = page.run(f"return {ROOM}.report.loss")
    problem = page.run("return document.querySelector('.training-room .problem').textContent")
    assert "too high" in problem or loss > 1


def test_own_drawings_and_idx_files_are_learned(page):
    open_room(page, "&pictures=own&teach=small")
    assert "nothing to learn" in page.run("return document.querySelector('.training-room .problem').textContent")
    for line, name in [([(0.5, 0.1), (0.5, 0.9)], "as 1"), ([(0.2, 0.15), (0.8, 0.15), (0.4, 0.9)], "as 7")]:
        draw(page, [line])
        click(page, name)
    assert page.run(f"return {ROOM}.drawings.length") == 2
    page.wait(f"return {ROOM}.report.seen === 0")
    for step in range(1, 31):
        click(page, "One batch")
        page.wait(f"return {ROOM}.report.seen >= {2 * step}")
    draw(page, [[(0.52, 0.1), (0.5, 0.9)]])
    assert page.run("return document.querySelector('.training-room .is-first').dataset.class") == "1"
    pixels = numpy.zeros((20, 28, 28), numpy.uint8)
    pixels[::2, 4:24, 12:16] = 255
    pixels[1::2, 12:16, 4:24] = 255
    images = struct.pack(">IIII", 0x803, 20, 28, 28) + pixels.tobytes()
    labels = struct.pack(">II", 0x801, 20) + bytes([1, 2] * 10)
    page.driver.execute_async_script("""
      const [first, second, done] = arguments;
      const transfer = new DataTransfer();
      for (const text of [first, second]) transfer.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], 'part'));
      document.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }));
      setTimeout(done, 500);""", base64.b64encode(labels).decode(), base64.b64encode(images).decode())
    assert page.run(f"return {ROOM}.data.value") == "files"
    for step in range(1, 25):
        click(page, "One batch")
        page.wait(f"return {ROOM}.report.seen >= {20 * step}")
    assert page.run(f"return {ROOM}.report.accuracy") == 1


def test_what_was_learned_can_be_looked_into(page):
    open_room(page, "&teach=784-300-100-10")
    for step in range(3):
        click(page, "One batch")
        page.wait(f"return {ROOM}.report.seen === {64 * (step + 1)}")
    weights = bits(page)
    click(page, "Look inside")
    page.wait("return document.querySelector('.layers-panel') !== null && cnnlab.rooms[1].network.name.includes('784')")
    assert page.run("return [...new Uint32Array(cnnlab.rooms[1].network.parameters.slice().buffer)]") == weights
    assert page.run("return cnnlab.rooms[1].network.layers.map((layer) => layer.count)") == [784, 300, 300, 100, 100, 10]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_accessibility_checker_finds_nothing(page, theme):
    open_room(page, f"&theme={theme}")
    click(page, "One batch")
    page.wait(f"return {ROOM}.report.seen === 64")
    page.run(pathlib.Path(axe_core_python.__file__).with_name("axe.min.js").read_text())
    assert page.driver.execute_async_script(
        "const done = arguments[0]; axe.run(document, {}).then((result) => done(result.violations.map((v) =>"
        "[v.impact, v.id, v.nodes.map((node) => node.html.slice(0, 120))])));") == []
