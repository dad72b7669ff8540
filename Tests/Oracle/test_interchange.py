"""Export and import: other programs compute the same, and nothing is lost on the way there and back."""

import importlib.util
import json
import os
import pathlib
import random
import shutil
import subprocess
import zipfile

import numpy as np
import pytest
from PIL import Image

from interchange import CNNLAB, ROOT, cnnlab, random_spec, write_model

ort = pytest.importorskip("onnxruntime")
onnx = pytest.importorskip("onnx")
SPECS = int(os.environ.get("CNNLAB_SPECS", "40"))


def probabilities(logits):
    shares = np.exp(logits.astype(np.float64) - logits.max())
    return shares / shares.sum()


def pictures(shape, folder, seed, count=2):
    """Random pictures: their files, and their pixels N × C × H × W."""
    pixels = np.random.default_rng(seed).integers(0, 256, (count, *shape)).astype(np.uint8)
    files = []
    for index, picture in enumerate(pixels):
        files.append(folder / f"picture{index}.png")
        Image.fromarray(picture.transpose(1, 2, 0).squeeze()).save(files[-1])
    return files, pixels


def own_answers(model, files):
    found = json.loads(cnnlab("predict", model, *files, "--raw", "--json").stdout)
    return [np.array(list(answer["probabilities"].values())) for answer in found]


def onnx_outputs(path, pixels):
    session = ort.InferenceSession(path, providers=["CPUExecutionProvider"])
    return session.run(None, {"input": pixels.astype(np.float32) / 255})[0]


def close(ours, logits, ends_in_softmax=False):
    theirs = logits if ends_in_softmax else probabilities(logits)
    # Shares below a millionth are compared as such: they are rounded in single precision.
    return np.allclose(ours, theirs, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("seed", range(SPECS))
def test_onnxruntime_computes_the_same(seed, tmp_path):
    generator = random.Random(seed)
    spec, shape = random_spec(generator)
    normal = ([0.3] * shape[0], [0.5] * shape[0]) if generator.random() < 0.5 else (None, None)
    model = tmp_path / "model.safetensors"
    write_model(model, spec, shape, seed, *normal)
    cnnlab("export", model, "--to", "onnx", "-o", tmp_path / "model.onnx")
    onnx.checker.check_model(tmp_path / "model.onnx", full_check=True)
    files, pixels = pictures(shape, tmp_path, seed)
    for ours, logits in zip(own_answers(model, files), onnx_outputs(tmp_path / "model.onnx", pixels)):
        assert close(ours, logits, spec.endswith("softmax")), spec
    # There and back: the same bytes, by each format.
    cnnlab("import", model, "-o", tmp_path / "plain.safetensors")
    whole = (tmp_path / "plain.safetensors").read_bytes()
    for ending in ("onnx", "npz"):
        cnnlab("export", model, "--to", ending, "-o", tmp_path / f"again.{ending}")
        cnnlab("import", tmp_path / f"again.{ending}", "-o", tmp_path / f"{ending}.safetensors")
        assert (tmp_path / f"{ending}.safetensors").read_bytes() == whole, spec
    # A graph without our own notes is read operator by operator.
    graph = onnx.load(tmp_path / "model.onnx")
    del graph.metadata_props[:]
    onnx.save(graph, tmp_path / "foreign.onnx")
    cnnlab("import", tmp_path / "foreign.onnx", "-o", tmp_path / "foreign.safetensors")
    for ours, read in zip(own_answers(model, files), own_answers(tmp_path / "foreign.safetensors", files)):
        assert np.allclose(ours, read, rtol=1e-4, atol=1e-6), spec


@pytest.mark.parametrize("name", ["lenet", "convnet"])
def test_shipped_models_come_back_whole(name, tmp_path):
    for ending in ("safetensors", "onnx", "npz"):
        cnnlab("export", name, "--to", ending, "-o", tmp_path / f"{name}.{ending}")
        cnnlab("import", tmp_path / f"{name}.{ending}", "-o", tmp_path / "back.safetensors")
        assert (tmp_path / "back.safetensors").read_bytes() == (tmp_path / f"{name}.safetensors").read_bytes()


def test_numpy_reads_the_weights(tmp_path):
    cnnlab("export", "lenet", "--to", "npz", "-o", tmp_path / "lenet.npz")
    with np.load(tmp_path / "lenet.npz") as arrays:
        assert arrays["conv2.weight"].shape == (16, 6, 5, 5)
        assert arrays["fc1.bias"].dtype == np.float32
    assert zipfile.ZipFile(tmp_path / "lenet.npz").testzip() is None


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_weights_of_numpy_are_read(save, tmp_path):
    cnnlab("export", "lenet", "--to", "npz", "-o", tmp_path / "lenet.npz")
    with np.load(tmp_path / "lenet.npz") as arrays:
        # Doubles, and in the order in which Fortran lays them.
        own = {name: np.asfortranarray(arrays[name].astype(np.float64)) for name in arrays if name != "cnnlab"}
    save(tmp_path / "own.npz", **own)
    cnnlab("import", tmp_path / "own.npz", "--as", "lenet5", "-o", tmp_path / "own.safetensors")
    cnnlab("export", tmp_path / "own.safetensors", "--to", "npz", "-o", tmp_path / "back.npz")
    with np.load(tmp_path / "back.npz") as back:
        for name, values in own.items():
            assert (back[name] == values.astype(np.float32)).all()


def module(path):
    """A Python module from a file."""
    found = importlib.util.spec_from_file_location(path.stem, path)
    made = importlib.util.module_from_spec(found)
    found.loader.exec_module(made)
    return made


NETWORKS = {
    "lenet5": (1, 28, 28), "lenet5-1998": (1, 28, 28), "exercise": (1, 28, 28), "visualizer": (1, 28, 28),
    "convnet4": (3, 32, 32),
    "a: conv 8 3x3 padding 1 batchnorm relu b: conv 8 3x3 padding 1 batchnorm add a relu max 3 stride 2 padding 1 dropout 0.2 average all fc 5": (3, 16, 16),
    "a: conv 6 3x3 padding 1 relu b: conv 9 3x3 stride 2 padding 1 max 1 stride 2 from a widen 9 add b relu widen 12 fc 4 "
    "widen 7 tanh fc 5": (3, 16, 16),
    "conv 8 3x3 relu lrn 5 alpha 0.5 k 2 max 2 lrn 3 alpha 2 beta 0.6 fc 7 lrn 3 alpha 1 fc 5": (3, 16, 16),
    "conv 8 3x5 stride 2x1 padding 0x3 relu max 3x2 stride 2x1 padding 1,0,0,1 conv 6 2x3 padding 0,2,1,0 dilation 2x1 "
    "tanh max 2 dilation 2 stride 1 padding 1 average 2x3 stride 1x2 padding 1,1,0,0 sum 2 dilation 1x2 stride 1 "
    "average 2 dilation 2x1 stride 1 padding 0,1,1,0 fc 5": (3, 24, 25),
    "conv 4 5x5 stride 2 padding 2 groups 1 sigmoid sum 2 leaky-relu 0.1 average 3 stride 1 padding 1 fc 7 no-bias "
    "softmax": (1, 20, 20),
}


def spec_of(name):
    return json.loads(cnnlab("arch", name, "--json").stdout)["spec"] if " " not in name else name


@pytest.mark.parametrize("name", [name for name in NETWORKS if " " in name])
def test_graphs_of_special_layers_compute_the_same(name, tmp_path):
    model, (files, pixels) = tmp_path / "net.safetensors", pictures(NETWORKS[name], tmp_path, 7)
    write_model(model, spec_of(name), NETWORKS[name], 5, [0.2] * NETWORKS[name][0], [0.4] * NETWORKS[name][0])
    cnnlab("export", model, "--to", "onnx", "-o", tmp_path / "net.onnx")
    onnx.checker.check_model(tmp_path / "net.onnx", full_check=True)
    answers = own_answers(model, files)
    for ours, logits in zip(answers, onnx_outputs(tmp_path / "net.onnx", pixels)):
        assert close(ours, logits, name.endswith("softmax"))
    if "fc 7 lrn" in name or "widen 7" in name:
        return
    # Read as a foreign graph, without what the metadata say.
    graph = onnx.load(tmp_path / "net.onnx")
    del graph.metadata_props[:]
    onnx.save(graph, tmp_path / "foreign.onnx")
    cnnlab("import", tmp_path / "foreign.onnx", "-o", tmp_path / "foreign.safetensors")
    for ours, theirs in zip(answers, own_answers(tmp_path / "foreign.safetensors", files)):
        assert np.allclose(ours, theirs, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("name", NETWORKS)
def test_source_for_pytorch_computes_the_same(name, tmp_path):
    torch = pytest.importorskip("torch")
    model, pixels = tmp_path / "net.safetensors", pictures(NETWORKS[name], tmp_path, 7)
    write_model(model, spec_of(name), NETWORKS[name], 5, [0.2] * NETWORKS[name][0], [0.4] * NETWORKS[name][0])
    cnnlab("export", model, "--to", "pytorch", "-o", tmp_path / "net_torch.py")
    with torch.no_grad():
        outputs = module(tmp_path / "net_torch.py").load()(torch.tensor(pixels[1] / np.float32(255)))
    for ours, logits in zip(own_answers(model, pixels[0]), outputs.numpy()):
        assert close(ours, logits, name.endswith("softmax"))


@pytest.mark.parametrize("name", NETWORKS)
def test_source_for_keras_computes_the_same(name, tmp_path, monkeypatch):
    pytest.importorskip("torch")
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    pytest.importorskip("keras")
    model, pixels = tmp_path / "net.safetensors", pictures(NETWORKS[name], tmp_path, 7)
    write_model(model, spec_of(name), NETWORKS[name], 5, [0.2] * NETWORKS[name][0], [0.4] * NETWORKS[name][0])
    cnnlab("export", model, "--to", "keras", "-o", tmp_path / "net_keras.py")
    outputs = module(tmp_path / "net_keras.py").load()((pixels[1] / np.float32(255)).transpose(0, 2, 3, 1))
    for ours, logits in zip(own_answers(model, pixels[0]), outputs.detach().cpu().numpy()):
        assert close(ours, logits, name.endswith("softmax"))


@pytest.mark.parametrize("dynamo", [False, True])
def test_graphs_of_pytorchs_exporters_are_read(dynamo, tmp_path):
    torch = pytest.importorskip("torch")
    if dynamo:
        pytest.importorskip("onnxscript")
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.features = nn.Sequential(
                nn.Conv2d(3, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2),
                nn.Conv2d(8, 8, 3, padding=1), nn.Tanh())
            self.skip = nn.Conv2d(8, 8, 1)
            self.head = nn.Linear(8, 6)

        def forward(self, x):
            x = self.features(x)
            x = torch.relu(x + self.skip(x))
            return self.head(nn.functional.adaptive_avg_pool2d(x, 1).flatten(1))

    torch.manual_seed(3)
    net = Net().eval()
    path = tmp_path / "net.onnx"
    torch.onnx.export(
        net, (torch.zeros(2, 3, 16, 16),), str(path), input_names=["x"], dynamo=dynamo,
        **({"dynamic_shapes": {"x": {0: torch.export.Dim("batch")}}} if dynamo else {"dynamic_axes": {"x": {0: "n"}}}))
    files, pixels = pictures((3, 16, 16), tmp_path, 11)
    cnnlab("import", path, "-o", tmp_path / "net.safetensors")
    with torch.no_grad():
        logits = net(torch.tensor(pixels / np.float32(255))).numpy()
    for ours, theirs in zip(own_answers(tmp_path / "net.safetensors", files), logits):
        assert close(ours, theirs)
    # The state dict alone, by the network it belongs to.
    from safetensors.torch import save_file

    save_file(net.state_dict(), tmp_path / "state.safetensors")
    spec = ("conv 8 3x3 padding 1 no-bias batchnorm relu max 2 conv 8 3x3 padding 1 t: tanh s: conv 8 1x1 add t s relu "
            "average all fc 6")
    run = cnnlab(
        "import", tmp_path / "state.safetensors", "--as", spec, "--input", "3x16x16", "-o", tmp_path / "s.safetensors")
    assert "num_batches_tracked" in run.stdout and "features.4" in run.stdout
    for ours, theirs in zip(own_answers(tmp_path / "s.safetensors", files), logits):
        assert close(ours, theirs)


def test_weights_of_keras_are_read(tmp_path, monkeypatch):
    pytest.importorskip("torch")
    pytest.importorskip("h5py")
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    keras = pytest.importorskip("keras")
    keras.utils.set_random_seed(4)
    net = keras.Sequential([
        keras.Input((16, 16, 3)), keras.layers.Conv2D(8, 3, activation="relu"), keras.layers.BatchNormalization(),
        keras.layers.MaxPooling2D(2), keras.layers.Conv2D(4, 3, use_bias=False, activation="tanh"),
        keras.layers.Flatten(), keras.layers.Dense(9, activation="relu"), keras.layers.Dense(6)])
    for weight in net.layers[1].weights[2:]:
        weight.assign(np.random.default_rng(1).uniform(0.5, 1.5, weight.shape))
    net.save_weights(tmp_path / "net.weights.h5")
    spec = "conv 8 3x3 relu batchnorm max 2 conv 4 3x3 no-bias tanh fc 9 relu fc 6"
    run = cnnlab(
        "import", tmp_path / "net.weights.h5", "--as", spec, "--input", "3x16x16", "-o", tmp_path / "net.safetensors")
    assert "its inputs from H, W, C to C, H, W" in run.stdout
    files, pixels = pictures((3, 16, 16), tmp_path, 11)
    logits = net((pixels / np.float32(255)).transpose(0, 2, 3, 1)).detach().cpu().numpy()
    for ours, theirs in zip(own_answers(tmp_path / "net.safetensors", files), logits):
        assert close(ours, theirs)


def refused(*arguments):
    """The one line that a refused command prints."""
    run = cnnlab(*arguments, check=False)
    assert run.returncode == 1, run
    lines = run.stderr.splitlines()
    assert len(lines) == 1 and lines[0].startswith("Error: "), run.stderr
    return lines[0]


def test_damaged_files_end_in_one_line(tmp_path):
    generator = random.Random(2)
    for ending in ("onnx", "npz", "safetensors"):
        cnnlab("export", "lenet", "--to", ending, "-o", tmp_path / f"lenet.{ending}")
        whole = (tmp_path / f"lenet.{ending}").read_bytes()
        broken = tmp_path / f"broken.{ending}"
        for cut in [0, 1, 7, 8, 60, len(whole) // 2, len(whole) - 1]:
            broken.write_bytes(whole[:cut])
            refused("import", broken, "-o", tmp_path / "x.safetensors")
        for _ in range(30):
            bytes_ = bytearray(whole)
            for _ in range(3):
                bytes_[generator.randrange(min(len(whole), 3000))] ^= 1 << generator.randrange(8)
            broken.write_bytes(bytes_)
            run = cnnlab("import", broken, "-o", tmp_path / "x.safetensors", check=False)
            assert run.returncode in (0, 1) and len(run.stderr.splitlines()) <= 1, run
    assert not (tmp_path / "x.safetensors.tmp").exists()


def graph(nodes, constants=(), shape=("n", 1, 8, 8), outputs=("y",)):
    """An ONNX file of these operators."""
    make = onnx.helper
    value = make.make_tensor_value_info
    built = make.make_graph(
        nodes, "g", [value("x", onnx.TensorProto.FLOAT, list(shape))],
        [value(name, onnx.TensorProto.FLOAT, None) for name in outputs], list(constants))
    return make.make_model(built, opset_imports=[make.make_opsetid("", 13)])


def hostile():
    node = onnx.helper.make_node
    tensor = onnx.numpy_helper.from_array
    weight = tensor(np.ones((2, 1, 3, 3), np.float32), "w")
    yield "unknown operator", graph([node("LSTM", ["x"], ["y"])]), "the operator LSTM"
    yield "cyclic", graph([node("Add", ["x", "b"], ["a"]), node("Relu", ["a"], ["b"]), node("Relu", ["b"], ["y"])]), "'b'"
    yield "itself", graph([node("Relu", ["y"], ["y"])]), "cyclic or out of order"
    yield "no weights", graph([node("Conv", ["x", "w"], ["y"])]), "needs 'w'"
    yield "wrong depth", graph([node("Conv", ["x", "w"], ["y"])], [weight], ("n", 3, 8, 8)), "3 channels"
    yield "free size", graph([node("Relu", ["x"], ["y"])], shape=("n", 1, "h", "w")), "a free size"
    yield "too small", graph([node("Conv", ["x", "w"], ["y"])], [weight], ("n", 1, 2, 2)), "2×2"
    yield "no output", graph([node("Relu", ["x"], ["z"])]), "'y'"
    yield "clip", graph([node("Clip", ["x", "", "h"], ["y"])], [tensor(np.float32(6), "h")]), "ReLU"
    strange = onnx.helper.make_tensor("w", onnx.TensorProto.STRING, [1], [b"?"])
    yield "strings", graph([node("Conv", ["x", "w"], ["y"])], [strange]), "the type of 'w'"
    outside = tensor(np.ones((2, 1, 3, 3), np.float32), "w")
    outside.ClearField("raw_data")
    outside.data_location = onnx.TensorProto.EXTERNAL
    outside.external_data.add(key="location", value="../secret")
    yield "outside", graph([node("Conv", ["x", "w"], ["y"])], [outside]), "a file beside the model"
    large = onnx.TensorProto(name="w", data_type=1, dims=[1 << 40, 1 << 40])
    yield "large", graph([node("Conv", ["x", "w"], ["y"])], [large]), "impossible sizes"


@pytest.mark.parametrize("name, model, words", list(hostile()), ids=[case[0] for case in hostile()])
def test_hostile_graphs_end_in_one_line(name, model, words, tmp_path):
    path = tmp_path / "hostile.onnx"
    path.write_bytes(model.SerializeToString())
    assert words in refused("import", path, "-o", tmp_path / "x.safetensors")
    assert not (tmp_path / "x.safetensors").exists()


def test_messages_nested_without_end(tmp_path):
    # A graph in an attribute of a node of a graph, two thousand times.
    inner = b""
    def field(number, content):
        size, length = len(content), b""
        while size > 127:
            length += bytes([size & 127 | 128])
            size >>= 7
        return bytes([number << 3 | 2]) + length + bytes([size]) + content
    for _ in range(2000):
        inner = field(1, field(5, field(6, inner)))
    (tmp_path / "deep.onnx").write_bytes(field(7, inner))
    assert "nested" in refused("import", tmp_path / "deep.onnx", "-o", tmp_path / "x.safetensors")


def test_a_zip_bomb_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("w.npy", "w", force_zip64=True) as entry:
            for _ in range(5 * 64):
                entry.write(bytes(16 << 20))
    assert "GiB" in refused("import", tmp_path / "bomb.npz", "--as", "lenet5", "-o", tmp_path / "x.safetensors")


def test_weights_alone_need_their_network(tmp_path):
    np.savez(tmp_path / "w.npz", a=np.ones(3, np.float32))
    assert "--as" in refused("import", tmp_path / "w.npz")
    assert "no array fits 'conv1.weight' (6×1×5×5)" in refused("import", tmp_path / "w.npz", "--as", "lenet5")


def test_the_reader_is_what_the_schema_gives(tmp_path):
    schema = pathlib.Path("/usr/include/onnx/onnx.proto")
    compiler = shutil.which("protoc-c")
    if not schema.exists() or compiler is None:
        pytest.skip("needs libonnx-dev and protobuf-c-compiler")
    shutil.copy(schema, tmp_path)
    subprocess.run([compiler, "--c_out=.", "onnx.proto"], cwd=tmp_path, check=True)
    source = ROOT / "Sources" / "CONNX"
    assert (tmp_path / "onnx.pb-c.c").read_text() == (source / "onnx.pb-c.c").read_text()
    assert (tmp_path / "onnx.pb-c.h").read_text() == (source / "include" / "onnx.pb-c.h").read_text()
