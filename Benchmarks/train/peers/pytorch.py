"""PyTorch on the CPU, written for speed: all pictures one tensor, no DataLoader. See measure.py."""

import time

import torch
from torch import nn

from measure import Task, fastest, report, typical

NETWORKS = {
    "lenet5": lambda: nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)),
    "exercise": lambda: nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 8), nn.Tanh(), nn.MaxPool2d(3),
        nn.Flatten(), nn.Linear(64, 120), nn.ReLU(), nn.Linear(120, 100), nn.ReLU(), nn.Linear(100, 10)),
}


def tensor(task, pixels):
    return torch.from_numpy(task.scaled(pixels)).unsqueeze(1)


def main():
    task = Task()
    torch.set_num_threads(task.threads)
    torch.manual_seed(task.seed)
    network = NETWORKS[task.network]()
    loss_of = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(network.parameters(), lr=task.rate, momentum=task.momentum)

    def step(pictures, labels):
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(network(pictures), labels)
        loss.backward()
        optimizer.step()
        return loss.detach()

    def answers(pictures, size):
        with torch.inference_mode():
            return torch.cat([network(part).argmax(1) for part in pictures.split(size)])

    test = tensor(task, task.test_pixels)
    if task.mode == "check":
        with torch.no_grad():
            for parameter, values in zip(network.parameters(), task.start(), strict=True):
                parameter.copy_(torch.from_numpy(values))
        losses = [step(torch.from_numpy(p).unsqueeze(1), torch.from_numpy(l)).item() for p, l in task.first_batches()]
        many = {size: fastest(lambda: answers(test, size), 5) for size in (100, 250, 500, 1000, 10000)}
        one = test[:1]
        with torch.inference_mode():
            single = typical(lambda: network(one), 500)
        report(version=torch.__version__, losses=losses, inference=min(many.values()), single=single)
        return

    pictures = tensor(task, task.train_pixels)
    labels = torch.from_numpy(task.train_labels.astype("int64"))
    seconds, losses = [], []
    for _ in range(task.epochs):
        start = time.perf_counter()
        total = torch.zeros(())
        for chosen in torch.randperm(len(labels)).split(task.batch):
            total += step(pictures[chosen], labels[chosen]) * len(chosen)
        losses.append(total.item() / len(labels))
        seconds.append(time.perf_counter() - start)
    right = (answers(test, 1000) == torch.from_numpy(task.test_labels.astype("int64"))).float().mean().item()
    torch.save(network.state_dict(), f"{task.folder}/pytorch.pt")
    report(version=torch.__version__, seconds=seconds, losses=losses, accuracy=right)


main()
