"""The training room of `cnnlab explore`: a network learns in the page, and its file is read by the command line."""

import base64
import gzip
import json
import pathlib
import struct
import subprocess
import time

import axe_core_python
import numpy
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

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
    page.wait(f"return {ROOM}.report?.seen > 25000", 60)
    click(page, "Pause")
    page.wait(f"return {ROOM}.report?.isRunning === false && {ROOM}.report.unseen !== null")
    loss, accuracy, unseen = page.run(f"const r = {ROOM}.report; return [r.loss, r.accuracy, r.unseen]")
    assert accuracy >= 0.9 and unseen >= 0.9 and loss < 0.4
    # The worst mistakes are told, those that it is surest of first.
    shares = page.run("return [...document.querySelectorAll('.mistakes span')].map((e) => Number(/([0-9]+) % sure/.exec(e.textContent)[1]))")
    assert len(shares) == 12 and shares == sorted(shares, reverse=True)
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
    assert json.loads(run.stdout)["accuracy"] == pytest.approx(unseen, abs=0.03)
    # The numbers in the file are those of the page, and load back.
    numbers = bits(page)
    data = file.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    assert sorted(numbers) == sorted(numpy.frombuffer(data[8 + length:], dtype=numpy.uint32).tolist())
    click(page, "Start anew")
    page.wait(f"return {ROOM}.report?.seen === 0")
    assert bits(page) != numbers
    drop(page, [("page.safetensors", data)])
    page.wait(f"return {ROOM}.parameters.length === {len(numbers)}")
    assert bits(page) == numbers


def test_the_same_seed_learns_the_same_bits(page):
    results = []
    for _ in range(2):
        open_room(page, "&teach=small&seed=7")
        for step in range(5):
            click(page, "One batch")
            page.wait(f"return {ROOM}.report?.seen === {64 * (step + 1)}")
        results.append(bits(page))
    assert results[0] == results[1]
    open_room(page, "&teach=small&seed=8")
    assert bits(page) != results[0]


def test_a_rate_that_is_too_high_is_said(page):
    open_room(page, "&teach=one+layer&rate=10")
    page.set("rate", 10)
    page.set("momentum", 0.99)
    click(page, "Learn")
    page.wait(f"return {ROOM}.report?.seen > 5000 || {ROOM}.report.diverged", 30)
    click(page, "Pause") if page.run(f"return {ROOM}.isRunning") else None
    loss = page.run(f"return {ROOM}.report.loss")
    problem = page.run("return document.querySelector('.training-room .problem').textContent")
    assert "too high" in problem or loss > 1


def drop(page, files):
    """Drops files on the page: (name, bytes)."""
    page.driver.execute_async_script("""
      const [files, done] = arguments;
      const transfer = new DataTransfer();
      for (const [name, text] of files) {
        transfer.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
      }
      document.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }));
      setTimeout(done, 500);""", [(name, base64.b64encode(data).decode()) for name, data in files])


def one_batch(page):
    before = page.run(f"const r = {ROOM}.report; {ROOM}.report = undefined; return r.seen")
    click(page, "One batch")
    page.wait(f"return {ROOM}.report?.seen > {before}")


def problem(page):
    return page.run("return document.querySelector('.training-room .problem').textContent")


def test_own_drawings_of_three_classes_are_learned(page):
    open_room(page, "&pictures=own&teach=small")
    assert "nothing to learn" in problem(page)
    click(page, "Another class")
    lines = [[(0.5, 0.1), (0.5, 0.9)], [(0.2, 0.15), (0.8, 0.15), (0.4, 0.9)], [(0.2, 0.5), (0.8, 0.5)]]
    for number, line in enumerate(lines):
        name = page.driver.find_elements(By.CSS_SELECTOR, ".own-class input")[number]
        name.clear()
        name.send_keys(["pole", "seven", "bar"][number], Keys.TAB)
        draw(page, [line])
        page.run("document.querySelectorAll('.own-class button')[arguments[0]].click()", number)
    page.wait(f"return {ROOM}.report?.seen === 0 && {ROOM}.network.classes.length === 3")
    assert page.run(f"return {ROOM}.drawings.examples.labels.length") == 3
    for _ in range(30):
        one_batch(page)
    draw(page, [[(0.52, 0.1), (0.5, 0.9)]])
    assert page.run("return document.querySelector('.training-room .is-first').dataset.class") == "pole"


@pytest.mark.parametrize("packed", [False, True])
def test_idx_files_are_learned(page, packed):
    open_room(page, "&teach=small")
    pixels = numpy.zeros((20, 28, 28), numpy.uint8)
    pixels[::2, 4:24, 12:16] = 255
    pixels[1::2, 12:16, 4:24] = 255
    files = [("labels", struct.pack(">II", 0x801, 20) + bytes([1, 2] * 10)),
             ("pictures", struct.pack(">IIII", 0x803, 20, 28, 28) + pixels.tobytes())]
    drop(page, [(name, gzip.compress(data) if packed else data) for name, data in files])
    page.wait(f"return {ROOM}.settings.data.value === 'files' && {ROOM}.report?.seen === 0")
    for _ in range(24):
        one_batch(page)
    assert page.run(f"return {ROOM}.report.accuracy") > 0.99
    assert page.run(f"return {ROOM}.report.unseen") == 1


def test_a_network_is_typed(page):
    open_room(page)
    page.set("spec", "conv 4 3x3 batchnorm tanh max 2 fc 10")
    page.run("document.getElementById('spec').dispatchEvent(new Event('change'))")
    page.wait(f"return {ROOM}.network?.layers.length === 6 && {ROOM}.report?.seen === 0")
    one_batch(page)
    page.wait("return location.hash.includes('spec=')")
    # What the cards show is what the network says: batch normalisation as it is when the network reads.
    total = page.run(f"return {ROOM}.network.probabilities.reduce((a, b) => a + b, 0)")
    assert total == pytest.approx(1, abs=1e-5)
    for text, words in [("conv 4 3x3 rilu", "rilu"), ("conv 4 30x30 fc 10", "30"), ("fc 5", "5 outputs"), ("", "no layers"),
                        ("fc 5000", "parameters"), ("conv 4 3x3 leaky-relu 0.1x fc 10", "0.1x")]:
        page.set("spec", text)
        page.run("document.getElementById('spec').dispatchEvent(new Event('change'))")
        if text == "fc 5":
            page.wait(f"return {ROOM}.description.outputs === 5")
            click(page, "One batch")
        page.wait("return document.querySelector('.training-room .problem').textContent !== ''")
        assert words in problem(page), text
        page.set("spec", "fc 10")
        page.run("document.getElementById('spec').dispatchEvent(new Event('change'))")
        page.wait(f"return {ROOM}.description?.text === 'fc 10' && document.querySelector('.training-room .problem').hidden")


def state(page):
    """What the optimiser keeps, and the steps it has taken."""
    return page.driver.execute_async_script(
        f"const done = arguments[0]; {ROOM}.link.ask({{ kind: 'state' }}).then((s) => done([[...s.numbers], s.steps]));")


def test_settings_change_while_it_learns_and_velocities_stay(page):
    open_room(page, "&teach=one+layer&seed=3")
    for _ in range(40):
        one_batch(page)
    # Past the end of the first 2,048 digits, which are 32 batches.
    numbers, steps = state(page)
    assert steps == 40 and numpy.abs(numbers[:7850]).max() > 0.01
    page.set("rate", 0.01)
    page.set("momentum", 0.5)
    one_batch(page)
    after, _ = state(page)
    # v ← 0.5 v + g: half of the old velocity is in the new one.
    old, new = numpy.array(numbers[:7840]), numpy.array(after[:7840])
    assert numpy.corrcoef(old, new)[0, 1] > 0.3
    page.set("optimizer", "adam")
    assert page.run("return document.getElementById('momentum').disabled")
    one_batch(page)
    adam, steps = state(page)
    assert numpy.abs(adam[7850:]).max() > 0 and steps == 1
    page.set("augmentation", "elastic")
    one_batch(page)
    page.wait("return location.hash.includes('optimizer=adam') && location.hash.includes('augmentation=elastic')")
    page.open(page.run("return location.hash"))
    page.wait(f"return {ROOM}.report !== undefined")
    assert page.run("return [...['optimizer', 'augmentation', 'momentum'].map((id) => document.getElementById(id).value)]") == [
        "adam", "elastic", "0.5"]


@pytest.mark.parametrize("optimizer", ["sgd", "nesterov", "adam"])
def test_one_step_of_backpropagation_shows_the_step_that_is_taken(page, optimizer):
    open_room(page, f"&teach=small&optimizer={optimizer}&decay=0.01&rate=0.02")
    for _ in range(3):
        one_batch(page)
    page.set("inside-mode", "slopes")
    page.run("document.querySelector('.inside-panel').scrollIntoView()")
    page.wait("return document.querySelector('.update [data-name=after]') !== null")
    page.set("inside-label", 3)
    before = page.run("return Number(document.querySelector('.inside-panel [data-name=loss]').dataset.value)")
    # Every value of the second convolution: slope, weights and step follow the choice.
    page.run(f"{ROOM}.inside.choose(4, 200)")
    page.wait("return document.querySelector('.slope-card h2').textContent.includes('conv2')")
    time.sleep(0.5)
    slope, place, told, first = page.run("""
      const number = (name) => Number(document.querySelector(`.slope-card [data-name=${name}]`).dataset.value.replace('−', '-'));
      return [number('weight-slope'), Number(document.querySelector('.update').dataset.parameter), number('after'), number('first')];""")
    report = page.run(f"const r = {ROOM}.report; {ROOM}.report = undefined; return r.seen")
    click(page, "Learn this one")
    page.wait(f"return {ROOM}.report?.seen === {report + 1}")
    numbers, _ = state(page)
    assert page.run(f"return {ROOM}.parameters[{place}]") == pytest.approx(told, rel=2e-6, abs=1e-7)
    assert numbers[place] == pytest.approx(first, rel=1e-4, abs=1e-7)
    assert page.run("return Number(document.querySelector('.inside-panel [data-name=loss]').dataset.value)") < before
    assert isinstance(slope, (int, float))


def test_what_was_learned_can_be_looked_into(page):
    open_room(page, "&teach=784-300-100-10")
    for step in range(3):
        click(page, "One batch")
        page.wait(f"return {ROOM}.report?.seen === {64 * (step + 1)}")
    weights = bits(page)
    click(page, "Look inside")
    page.wait("return document.querySelector('.layers-panel') !== null && cnnlab.rooms[1].network.name.includes('784')")
    assert page.run("return [...new Uint32Array(cnnlab.rooms[1].network.parameters.slice().buffer)]") == weights
    assert page.run("return cnnlab.rooms[1].network.layers.map((layer) => layer.count)") == [784, 300, 300, 100, 100, 10]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_accessibility_checker_finds_nothing(page, theme):
    open_room(page, f"&theme={theme}")
    click(page, "One batch")
    page.wait(f"return {ROOM}.report?.seen === 64")
    page.run(pathlib.Path(axe_core_python.__file__).with_name("axe.min.js").read_text())
    assert page.driver.execute_async_script(
        "const done = arguments[0]; axe.run(document, {}).then((result) => done(result.violations.map((v) =>"
        "[v.impact, v.id, v.nodes.map((node) => node.html.slice(0, 120))])));") == []
