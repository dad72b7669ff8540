"""Teaches LeNet in Keras and in PyTorch, on digits of seven segments, and writes Tests/Oracle/foreign: the weights as each
saves them, rounded to sixteen bits, and the accuracy that each measures after the rounding.

    KERAS_BACKEND=torch .venv/bin/python Tests/Oracle/foreign_models.py

The test test_foreign_models.py imports them and must find the same accuracies.
"""

import json
import pathlib

import numpy as np

FOLDER = pathlib.Path(__file__).with_name("foreign")
SPEC = "conv 6 5x5 padding 2 relu max 2 conv 16 5x5 relu max 2 fc 120 relu fc 84 relu fc 10"
# Top, upper left, upper right, middle, lower left, lower right, bottom.
SEGMENTS = ["1110111", "0010010", "1011101", "1011011", "0111010", "1101011", "1101111", "1010010", "1111111", "1111011"]


def digits(count, seed):
    """Noisy digits of seven segments at random places, in random sizes, with now and then a wrong segment: N × 28 × 28
    bytes, and their labels."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, 10, count)
    pictures = np.zeros((count, 28, 28))
    for picture, label in zip(pictures, labels):
        width, height, thick = random.integers(8, 13), random.integers(14, 20), random.integers(2, 4)
        x, y = random.integers(2, 26 - width), random.integers(2, 26 - height)
        middle = y + height // 2
        boxes = [(x, y, width, thick), (x, y, thick, height // 2), (x + width - thick, y, thick, height // 2),
                 (x, middle, width, thick), (x, middle, thick, height // 2), (x + width - thick, middle, thick, height // 2),
                 (x, y + height - thick, width, thick)]
        shown = [segment == "1" for segment in SEGMENTS[label]]
        if random.random() < 0.05:
            wrong = random.integers(0, 7)
            shown[wrong] = not shown[wrong]
        for (left, top, wide, high), one in zip(boxes, shown):
            if one:
                picture[top:top + high, left:left + wide] = random.uniform(150, 255)
        picture += random.normal(0, 35, picture.shape)
    return np.clip(np.rint(pictures), 0, 255).astype(np.uint8), labels.astype(np.uint8)


def in_pytorch(training, test):
    import torch
    from safetensors.torch import save_file
    from torch import nn

    torch.manual_seed(1)
    net = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
    optimizer = torch.optim.Adam(net.parameters(), 0.001)
    pixels = torch.tensor(training[0][:, None] / np.float32(255))
    labels = torch.tensor(training[1].astype(np.int64))
    for _ in range(4):
        for batch in torch.randperm(len(labels)).split(64):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(pixels[batch]), labels[batch]).backward()
            optimizer.step()
    save_file({name: values.half() for name, values in net.state_dict().items()}, FOLDER / "lenet-pytorch.safetensors")
    net.load_state_dict({name: values.half().float() for name, values in net.state_dict().items()})
    with torch.no_grad():
        answers = net(torch.tensor(test[0][:, None] / np.float32(255))).argmax(1).numpy()
    return int((answers == test[1]).sum())


def in_keras(training, test):
    import keras

    def network(kind):
        keras.config.set_dtype_policy(kind)
        return keras.Sequential([
            keras.Input((28, 28, 1)), keras.layers.Conv2D(6, 5, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(2), keras.layers.Conv2D(16, 5, activation="relu"), keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(), keras.layers.Dense(120, activation="relu"), keras.layers.Dense(84, activation="relu"),
            keras.layers.Dense(10, activation="softmax")])

    keras.utils.set_random_seed(1)
    net = network("float32")
    net.compile("adam", "sparse_categorical_crossentropy")
    net.fit(training[0][..., None] / np.float32(255), training[1].astype(np.int64), batch_size=64, epochs=4, verbose=0)
    halves = [values.astype(np.float16) for values in net.get_weights()]
    small = network("float16")
    small.set_weights(halves)
    small.save_weights(FOLDER / "lenet-keras.weights.h5")
    net.set_weights([values.astype(np.float32) for values in halves])
    answers = net.predict(test[0][..., None] / np.float32(255), verbose=0).argmax(1)
    return int((answers == test[1]).sum())


def main():
    FOLDER.mkdir(exist_ok=True)
    training, test = digits(8000, 1), digits(1000, 2)
    correct = {"pytorch": in_pytorch(training, test), "keras": in_keras(training, test)}
    (FOLDER / "correct.json").write_text(json.dumps(correct, indent=2) + "\n")
    print(correct)


if __name__ == "__main__":
    main()
