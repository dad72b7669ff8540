"""Writes the results as a section of a Markdown file, and leaves the file's other sections alone."""

import statistics

import machine

# What the project wants of cnnlab: at most these shares of the fastest framework, or these amounts.
EPOCH_GOALS = {"lenet5": 0.25, "exercise": 0.30}
PEAK_GOAL = 70
PROCESS_GOAL = 0.20
MEMORY_GOAL = 200
INFERENCE_GOAL = 0.5
SINGLE_GOAL = 0.2
NAMES = {"avx512": "AVX-512", "avx2": "AVX2 with FMA", "baseline": "none (SSE2)"}


def replace(path, heading, text):
    """Puts `text` where the section `heading` stands, or at the end."""
    old = path.read_text() if path.exists() else "# Benchmarks\n"
    before, found, rest = old.partition(f"## {heading}\n")
    after = rest.partition("\n## ")
    tail = f"\n## {after[2]}" if after[1] else ""
    path.parent.mkdir(exist_ok=True)
    path.write_text(before.rstrip("\n") + "\n\n" + text.rstrip("\n") + "\n" + tail)


def best_epoch(program):
    return min(second for run in program["runs"] for second in run["epochs"])


def median_epoch(program):
    return statistics.median(second for run in program["runs"] for second in run["epochs"])


def work(result):
    """Floating-point operations of an epoch."""
    return result["settings"]["operations"] * result["settings"]["training"]


def peak_share(result, seconds):
    return 100 * work(result) / seconds / max(result["peaks"])


def row(result, name, program):
    runs = program["runs"]
    title = name + (f" {program['version']}" if "version" in program else "")
    process = statistics.median(run["process"] for run in runs)
    return (
        f"| {title} | {best_epoch(program):.2f} | {median_epoch(program):.2f} "
        f"| {peak_share(result, best_epoch(program)):.0f} % | {process:.1f} "
        f"| {max(run['memory'] for run in runs):.0f} | {statistics.mean(run['accuracy'] for run in runs):.2f} "
        f"| {program['inference'] * 1e3:.0f} | {program['single'] * 1e3:.3f} |")


def goals(result):
    """Each goal of the network: what is measured, the bound, and whether it holds."""
    own = result["programs"]["cnnlab"]
    peers = [program for name, program in result["programs"].items() if name != "cnnlab"]
    lines = []

    def add(what, found, bound, unit, at_least=False):
        met = found >= bound if at_least else found <= bound
        sign = "≥" if at_least else "≤"
        lines.append(f"| {what} | {found:.{unit[1]}f}{unit[0]} | {sign} {bound}{unit[0]} | {'yes' if met else 'no'} |")

    if result["network"] == "lenet5":
        add("Share of the float32 peak, best epoch", peak_share(result, best_epoch(own)), PEAK_GOAL, (" %", 0), True)
    add("Peak memory", max(run["memory"] for run in own["runs"]), MEMORY_GOAL, (" MB", 0))
    add("One picture, in process", own["single"] * 1e3, SINGLE_GOAL, (" ms", 3))
    if peers:
        process = min(statistics.median(run["process"] for run in peer["runs"]) for peer in peers)
        add("Best epoch, of the fastest framework's",
            best_epoch(own) / min(best_epoch(peer) for peer in peers), EPOCH_GOALS.get(result["network"], 0.3), ("×", 2))
        add("Median epoch, likewise",
            median_epoch(own) / min(median_epoch(peer) for peer in peers), EPOCH_GOALS.get(result["network"], 0.3),
            ("×", 2))
        add("Whole process, likewise",
            statistics.median(run["process"] for run in own["runs"]) / process, PROCESS_GOAL, ("×", 2))
        add("Inference of the test pictures, likewise",
            own["inference"] / min(peer["inference"] for peer in peers), INFERENCE_GOAL, ("×", 2))
    return lines


def network_text(result):
    settings = result["settings"]
    lines = [
        f"### {result['network']}", "",
        f"{settings['training']:,} pictures ({settings['data']}), batch {settings['batch']}, SGD with momentum "
        f"{settings['momentum']}, rate {settings['learning_rate']}, {settings['threads']} threads; a picture costs "
        f"{settings['operations']:,} floating-point operations forward and backward, an epoch {work(result) / 1e9:.1f} "
        f"GFLOP; the processor's float32 peak on these threads, measured beside the runs: "
        f"{max(result['peaks']) / 1e9:.0f} GFLOP/s.", "",
        "| | s an epoch, best | median | of the peak | s whole process | peak MB | accuracy % | ms all test pictures "
        "| ms one picture |", "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
        *(row(result, name, program) for name, program in result["programs"].items()), "",
        "| Goal | measured | wanted | met |", "|---|--:|--:|---|", *goals(result), ""]
    sets = result["instruction_sets"]
    if sets:
        first = sets["avx512"]["epoch"]
        lines += [
            "The same binary held to lesser instruction sets (`CNNLAB_INSTRUCTION_SET`), one run each:", "",
            "| instruction set | s an epoch | × | GFLOP/s | of its own peak |", "|---|--:|--:|--:|--:|",
            *(f"| {NAMES[name]} | {found['epoch']:.2f} | {found['epoch'] / first:.1f} "
              f"| {work(result) / found['epoch'] / 1e9:.0f} "
              f"| {100 * work(result) / found['epoch'] / found['peak']:.0f} % |" for name, found in sets.items()), ""]
    return lines


def section(results, root):
    versions = [
        f"{name} {program['version']}" for name, program in results[0]["programs"].items() if "version" in program]
    runs = len(next(iter(results[0]["programs"].values()))["runs"])
    disturbance = max(share for result in results for share in result["disturbances"])
    extensions = " with " + " and ".join(machine.extensions()) if machine.extensions() else ""
    lines = [
        "## Training", "",
        f"Commit {machine.commit(root)}; {machine.processor()}{extensions}; "
        + (f"{' and '.join(versions)}; " if versions else "cnnlab alone, no framework was run; ")
        + f"{runs} {'round' if runs == 1 else 'rounds'} in turn. `make bench-train` measures it anew.", "",
        "Every program reads the same pictures (pixels as 0…1), and before anything is timed each must give the same "
        "losses in ten steps from the same weights. An epoch is training alone; the whole process reads the pictures, "
        f"trains {results[0]['settings']['epochs']} epochs, tests and saves. Other processes took at most "
        f"{100 * disturbance:.0f} % of the cores during any run. The frameworks run as fast as their "
        "documentation shows: all pictures in one tensor, no loader in Python, 32 steps an execution in Keras, the "
        "batch size of inference that suits each best.", "",
        "Operations are counted for every output of every layer. cnnlab leaves out the outputs of a convolution that "
        "the pooling behind it never reads (13 of 49 in each map of `exercise`'s second layer), so that its share of "
        "the peak can exceed 100 % there.", ""]
    for result in results:
        lines += network_text(result)
    return "\n".join(lines)
