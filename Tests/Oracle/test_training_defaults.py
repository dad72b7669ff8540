"""The short form of `make bench-defaults`: trainings that were at chance before their defaults were found."""

import concurrent.futures
import subprocess

import default_grid
import pytest


@pytest.fixture(scope="module")
def shapes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shapes")
    return {
        name: (default_grid.shapes(folder / name, colours=name == "own-colour"), [], 1 / 3)
        for name in ("own-gray", "own-colour")}


@pytest.mark.parametrize("loss", default_grid.LOSSES)
@pytest.mark.parametrize("data", ["own-gray", "own-colour"])
def test_odd_network_learns_shapes_light_and_dark(shapes, tmp_path, data, loss):
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        shares, dead = default_grid.cell(pool, "lenet5-1998", loss, shapes[data], 3, tmp_path)
    assert not dead, shares


@pytest.mark.parametrize("loss", default_grid.LOSSES)
def test_colour_network_learns_shapes(shapes, tmp_path, loss):
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        shares, dead = default_grid.cell(pool, "lenet5", loss, shapes["own-colour"], 3, tmp_path)
    assert not dead, shares


def test_bound_is_that_of_a_binomial():
    # P(X ≥ 6) of ten throws of a fair coin is 386/1024, P(X ≥ 8) 56/1024, P(X ≥ 9) 11/1024.
    assert default_grid.bound(10, 0.5, doubt=0.06) == 8
    assert default_grid.bound(10, 0.5, doubt=0.05) == 9


@pytest.mark.parametrize("batch, epochs", [(64, 20), (8, 5), (300, 50)])
def test_few_pictures_are_shown_more_often(shapes, tmp_path, batch, epochs):
    """Of 720 pictures 600 are learned from: 200 steps, at least five epochs and at most fifty."""
    folder = shapes["own-gray"][0]
    found = subprocess.run(
        [default_grid.CNNLAB, "train", "fc 3", "--data", folder, "--batch", str(batch), "-o", tmp_path / "m.safetensors"],
        capture_output=True, text=True, check=True)
    assert f"{epochs} epochs of {batch}," in found.stdout
    assert found.stdout.count("\nEpoch ") == epochs
