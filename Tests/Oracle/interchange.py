"""Model files and random networks for the tests of export and import."""

import json
import pathlib
import random
import subprocess

import numpy as np
from safetensors.numpy import save_file

ROOT = pathlib.Path(__file__).resolve().parents[2]
CNNLAB = ROOT / ".build" / "release" / "cnnlab"


def cnnlab(*arguments, check=True):
    """Runs the program; gives what it printed."""
    return subprocess.run([CNNLAB, *map(str, arguments)], capture_output=True, text=True, check=check)


def layers(spec, shape):
    """The layers of a network as `arch --json` tells them."""
    text = "x".join(map(str, shape))
    return json.loads(cnnlab("arch", spec, "--input", text, "--json").stdout)["layers"]


def write_model(path, spec, shape, seed, mean=None, deviation=None):
    """A model file with random weights that keep the values of each layer about as large as those before it."""
    generator = np.random.default_rng(seed)
    tensors = {}
    for layer in layers(spec, shape):
        for name, sizes in layer["arrays"].items():
            if name.endswith("running_var"):
                values = generator.uniform(0.5, 2, sizes)
            elif len(sizes) == 1 and name.endswith("weight"):
                values = generator.uniform(0.1, 1, sizes)
            else:
                fan_in = int(np.prod(sizes[1:])) if len(sizes) > 1 else 4
                values = generator.normal(0, (2 / fan_in) ** 0.5, sizes)
            tensors[name] = values.astype(np.float32)
    classes = layers(spec, shape)[-1]["output"][0]
    mean = mean or [0.0]
    about = {
        "cnnlab": "model", "spec": spec, "input": json.dumps(list(shape)),
        "classes": json.dumps([str(index) for index in range(classes)]),
        "normalization": json.dumps({"mean": mean, "deviation": deviation or [1.0] * len(mean)}),
    }
    # A network without weights has nothing to save but its description.
    save_file(tensors, path, metadata=about)


def random_spec(generator):
    """A network of two to eight layers, with branches now and then, and the shape of its pictures."""
    channels, side = generator.choice([1, 3]), generator.randint(12, 24)
    words, maps, size, count = [], channels, side, 0
    for _ in range(generator.randint(1, 4)):
        kernel = generator.choice([1, 2, 3, 5])
        stride, dilation = generator.choice([(1, 1), (1, 1), (2, 1), (1, 2)])
        padding = generator.randint(0, kernel // 2)
        after = (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
        if after < 3:
            continue
        groups = generator.choice([g for g in (1, 2, maps) if maps % g == 0])
        outputs = groups * generator.randint(1, 4)
        text = f"conv {outputs} {kernel}x{kernel}"
        text += f" stride {stride}" * (stride > 1) + f" padding {padding}" * (padding > 0)
        text += f" dilation {dilation}" * (dilation > 1) + f" groups {groups}" * (groups > 1)
        text += " no-bias" * (generator.random() < 0.2)
        count += 1
        words.append(f"a{count}: {text}")
        maps, size = outputs, after
        if generator.random() < 0.4:
            words.append("batchnorm")
        words.append(generator.choice(["relu", "tanh", "leaky-relu 0.2", "sigmoid", "lecun-tanh"]))
        if generator.random() < 0.3:
            words += [f"b{count}: conv {maps} 3x3 padding 1", f"c{count}: add a{count} b{count}"]
        elif generator.random() < 0.3:
            words += [f"b{count}: conv 2 3x3 padding 1", f"c{count}: concat a{count} b{count}"]
            maps += 2
        if generator.random() < 0.5 and size >= 6:
            kind = generator.choice(["max", "average", "sum"])
            window, step = generator.choice([(2, 2), (3, 2), (3, 3)])
            padding = generator.randint(0, 1) if window == 3 else 0
            words.append(f"{kind} {window} stride {step}" + f" padding {padding}" * padding)
            size = (size + 2 * padding - window) // step + 1
    if not words:
        words.append("relu")
    if generator.random() < 0.3:
        words.append(generator.choice(["average all", "max all"]))
    if generator.random() < 0.5:
        words += ["fc 12", generator.choice(["relu", "tanh", "dropout 0.3", "batchnorm"])]
    words.append("fc 5")
    if generator.random() < 0.2:
        words.append("softmax")
    return " ".join(words), (channels, side, side)
