"""Times training: cnnlab and the usual frameworks in turn, on the same pictures with the same settings.

    make bench-train                     installs the frameworks, measures, writes docs/benchmarks.md
    python Benchmarks/train --short      cnnlab alone, in seconds, nothing written to docs

First it checks that all compute the same: the losses of ten steps from the same weights, and the accuracy.
"""

import argparse
import contextlib
import fcntl
import json
import pathlib
import statistics
import sys

import contenders
import document
from contenders import ROOT, Cnnlab, Failure, tool

SETTINGS = {"epochs": 5, "batch": 64, "learning_rate": 0.05, "momentum": 0.9, "seed": 1}
INSTRUCTION_SETS = ["avx512", "avx2", "baseline"]
# The largest share by which ten losses may differ between programs that round differently.
LOSS_TOLERANCE = 1e-3
ACCURACY_TOLERANCE = 1.5
# The share of the cores that other processes may take before a run is tried again.
DISTURBANCE = 0.03


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="mnist, digits, or a folder (mnist where it is found, else digits)")
    parser.add_argument("--networks", default="lenet5,exercise")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--short", action="store_true", help="one epoch of cnnlab alone, nothing written to docs")
    parser.add_argument("--alone", action="store_true", help="cnnlab without the frameworks, written to docs")
    parser.add_argument("--page", type=pathlib.Path, default=ROOT / "docs/benchmarks.md", help="the page to write")
    parser.add_argument("--results", metavar="FILE", help="keep the numbers as JSON")
    parser.add_argument("--tries", type=int, default=3, help="runs until one is undisturbed by other processes (3)")
    parser.add_argument("--lock", metavar="FILE", help="hold this file's lock during each round")
    return parser.parse_args()


class Quiet:
    """Holds the lock that other jobs of the machine respect, one round at a time."""

    def __init__(self, path):
        self.path = path

    @contextlib.contextmanager
    def __call__(self):
        if not self.path:
            yield
            return
        with open(self.path, "a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def prepare(data, network, folder, settings):
    """Writes what all read, and completes the settings with what it found."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in [data] if data else ["mnist", "digits"]:
        try:
            return {**settings, **tool("prepare", name, network, folder)}
        except Failure as failure:
            if data or name == "digits":
                raise
            print(f"No MNIST: {str(failure).splitlines()[-1]}", file=sys.stderr)
    raise AssertionError


def check_losses(found, expected, name):
    for step, (mine, theirs) in enumerate(zip(expected, found, strict=True), 1):
        if abs(mine - theirs) > LOSS_TOLERANCE * max(1, abs(mine)):
            raise Failure(f"Step {step}: the loss is {theirs} in {name} and {mine} in cnnlab")


def measure(network, options, python, quiet):
    folder = ROOT / "build" / "bench-train" / network
    settings = {**SETTINGS, "threads": options.threads}
    if options.short:
        settings["epochs"] = 1
        options.tries = 1
    settings = prepare(options.data, network, folder, settings)
    programs = [Cnnlab()] + ([] if options.short or options.alone else contenders.peers(python))
    result = {"network": network, "settings": settings, "peaks": [], "programs": {}, "instruction_sets": {}, "disturbances": []}
    with quiet():
        for program in programs:
            checked = program.check(folder, network, settings)
            check_losses(checked["losses"], settings["losses"], program.name)
            result["programs"][program.name] = {
                "inference": checked["inference"], "single": checked["single"], "runs": []}
            print(f"{network}: {program.name}: first losses agree, {settings['data']} inference "
                  f"{checked['inference'] * 1e3:.0f} ms, one picture {checked['single'] * 1e3:.3f} ms", file=sys.stderr)

    def turn():
        """All programs once."""
        result["peaks"].append(tool("peak", options.threads)["peak"])
        return {program.name: program.train(folder, network, settings) for program in programs}

    def lesser():
        """The program on lesser instruction sets."""
        short = {**settings, "epochs": 1 if options.short else 2}
        found = {}
        for name in INSTRUCTION_SETS:
            run = Cnnlab().train(folder, network, short, instruction_set=name)
            peak = tool("peak", options.threads, environment={"CNNLAB_INSTRUCTION_SET": name})["peak"]
            found[name] = {"epoch": min(run["epochs"]), "peak": peak, "loss": run["losses"][0]}
        return found

    for _ in range(1 if options.short else options.rounds):
        runs, disturbance = undisturbed(turn, quiet, options.tries)
        result["disturbances"].append(disturbance)
        for name, run in runs.items():
            result["programs"][name]["runs"].append(run)
            print(f"{network}: {name}: {' '.join(f'{s:.2f}' for s in run['epochs'])} s, process "
                  f"{run['process']:.2f} s, {run['memory']:.0f} MB, {run['accuracy']:.2f} %", file=sys.stderr)
        print(f"{network}: others took {100 * disturbance:.0f} % of the cores", file=sys.stderr)
    result["instruction_sets"], disturbance = undisturbed(lesser, quiet, options.tries)
    result["disturbances"].append(disturbance)
    for program in programs:
        if program.name != "cnnlab":
            result["programs"][program.name]["version"] = program.version
    check_accuracy(result)
    return result


def undisturbed(run, quiet, tries):
    """The run during which other processes took the least of the cores, and that share; one try where it is little."""
    best = None
    for _ in range(tries):
        with quiet():
            contenders.disturbances.clear()
            found = run(), max(contenders.disturbances)
        if best is None or found[1] < best[1]:
            best = found
        if best[1] < DISTURBANCE:
            break
    return best


def check_accuracy(result):
    means = {
        name: statistics.mean(run["accuracy"] for run in program["runs"])
        for name, program in result["programs"].items()}
    for name, accuracy in means.items():
        if abs(accuracy - means["cnnlab"]) > ACCURACY_TOLERANCE or accuracy < 90:
            raise Failure(f"{result['network']}: the accuracy is {accuracy:.2f} % in {name}, all: {means}")


def main():
    options = arguments()
    python = pathlib.Path(sys.executable)
    try:
        results = [
            measure(network, options, python, Quiet(options.lock)) for network in options.networks.split(",")]
    except Failure as failure:
        sys.exit(f"Error: {failure}")
    if options.results:
        pathlib.Path(options.results).write_text(json.dumps(results, indent=1))
    text = document.section(results, ROOT)
    if not options.short:
        document.replace(options.page, "Training", text)
    print(text)


if __name__ == "__main__":
    main()
