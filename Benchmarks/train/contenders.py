"""The programs that are timed, each as a whole process."""

import csv
import json
import os
import pathlib
import re
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build" / "release" / "cnnlab"
BENCH = ROOT / ".build" / "dependents" / "release" / "bench-train"
PEERS = pathlib.Path(__file__).parent / "peers"


class Failure(Exception):
    """A program that did not do what it was asked."""


# The share of the processor that others took during each command since this list was last emptied.
disturbances = []


def busy_seconds():
    """Seconds of work that all cores have done, of all processes."""
    user, nice, system, _, _, interrupts, soft = map(int, pathlib.Path("/proc/stat").read_text().split()[1:8])
    return (user + nice + system + interrupts + soft) / os.sysconf("SC_CLK_TCK")


def timed(command, environment=None):
    """Runs a command; returns its output, its seconds and its peak memory in MB (of 10⁶ bytes)."""
    start, busy = time.perf_counter(), busy_seconds()
    process = subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, **(environment or {})})
    # Errors are few lines: they fit into the pipe while the output is read.
    output = process.stdout.read()
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    others = busy_seconds() - busy - usage.ru_utime - usage.ru_stime
    disturbances.append(max(0, others / seconds / os.cpu_count()))
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Failure(f"{' '.join(str(word) for word in command)} ended with {process.returncode}:\n{errors}")
    return output, seconds, usage.ru_maxrss * 1024 / 1e6


def tool(*arguments, environment=None):
    """What `bench-train` says, which is JSON."""
    return json.loads(timed([BENCH, *arguments], environment)[0])


class Cnnlab:
    name = "cnnlab"

    def train(self, folder, network, settings, instruction_set=None):
        log, model = folder / "cnnlab.csv", folder / "cnnlab.safetensors"
        environment = {"CNNLAB_INSTRUCTION_SET": instruction_set} if instruction_set else None
        output, seconds, memory = timed(
            [PROGRAM, "train", network, "--data", folder, "--validation", "0",
             "--epochs", settings["epochs"], "--batch", settings["batch"], "--learning-rate", settings["learning_rate"],
             "--momentum", settings["momentum"], "--seed", settings["seed"], "--threads", settings["threads"],
             "--log", log, "-o", model], environment)
        with open(log) as file:
            rows = list(csv.DictReader(file))
        accuracy = re.search(r"Test accuracy ([\d.]+) %", output)
        return {
            "process": seconds, "memory": memory, "epochs": [float(row["seconds"]) for row in rows],
            "losses": [float(row["train_loss"]) for row in rows], "accuracy": float(accuracy[1])}

    def check(self, folder, network, settings):
        found = tool("inference", folder, network, settings["threads"])
        return {"losses": settings["losses"], "inference": found["inference"], "single": found["single"]}


class Peer:
    def __init__(self, name, script, python):
        self.name, self.script, self.python = name, PEERS / script, python
        self.version = None

    def run(self, mode, folder, network, settings):
        environment = {
            "OMP_NUM_THREADS": str(settings["threads"]), "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONDONTWRITEBYTECODE": "1"}
        output, seconds, memory = timed(
            [self.python, self.script, mode, folder, network, json.dumps(settings)], environment)
        found = json.loads(output.strip().splitlines()[-1])
        self.version = found["version"]
        return found, seconds, memory

    def train(self, folder, network, settings):
        found, seconds, memory = self.run("train", folder, network, settings)
        return {
            "process": seconds, "memory": memory, "epochs": found["seconds"], "losses": found["losses"],
            "accuracy": 100 * found["accuracy"]}

    def check(self, folder, network, settings):
        return self.run("check", folder, network, settings)[0]


def peers(python):
    return [Peer("PyTorch", "pytorch.py", python), Peer("Keras / TensorFlow", "keras_tensorflow.py", python)]
