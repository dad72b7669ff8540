"""The filter benchmarks: cnnlab beside the tools that one could pick instead, on the same pictures.

    python Benchmarks/filter                     all of it, and docs/benchmarks.md at the end
    python Benchmarks/filter --job "512×512 PNG" one job; what was measured before at the same commit is kept
    python Benchmarks/filter --short             small pictures, once: a test that everything still agrees
"""

import argparse
import json
import os
import sys
from pathlib import Path

import in_process
import jobs
import peers
import pictures
import report
from measure import Stopwatch, measure


def options():
    parser = argparse.ArgumentParser(prog="Benchmarks/filter")
    parser.add_argument("--photo", type=Path, default=peers.ROOT / "samples/boat.png", help="the picture to start from")
    parser.add_argument("--rounds", type=int, default=7, help="how often each tool runs (7)")
    parser.add_argument("--job", default="", help="only jobs with this text in their names")
    parser.add_argument("--short", action="store_true", help="small pictures, one round, nothing written to docs")
    parser.add_argument("--folder", type=Path, default=peers.ROOT / "build/bench-filter", help="where pictures go")
    parser.add_argument("--page", type=Path, default=peers.ROOT / "docs/benchmarks.md", help="the page to write")
    return parser.parse_args()


def earlier(path, results):
    """What was measured of the same commit and picture."""
    if path.exists():
        found = json.loads(path.read_text())
        if all(found[key] == results[key] for key in ("commit", "processor", "photo", "versions")):
            return found
    return results


def run_jobs(arguments, wanted, results, stopwatch):
    for job in wanted:
        if arguments.job not in job.name:
            continue
        print(job.name, flush=True)
        rows, left_out = measure(job, arguments.folder, arguments.rounds, stopwatch)
        for row in rows:
            print(report.row_line(row))
        for name, reason in left_out.items():
            print(f"  left out: {name}, as {reason}")
        print(report.verdict_line(report.verdict(rows, job.goal)), flush=True)
        found = {"job": job.name, "goal": job.goal, "rows": rows, "left_out": left_out}
        results["jobs"] = [old for old in results["jobs"] if old["job"] != job.name] + [found]


def run_in_process(arguments, results):
    print("In process, 12 MP", flush=True)
    for row in in_process.measure(arguments.folder, max(2, arguments.rounds // 2), wanted=arguments.job):
        print(report.in_process_line(row), flush=True)
        same = [(old["job"], old["type"], old["threads"]) for old in results["in_process"]]
        key = (row["job"], row["type"], row["threads"])
        if key in same:
            results["in_process"][same.index(key)] = row
        else:
            results["in_process"].append(row)


def main():
    arguments = options()
    wanted = jobs.short_jobs() if arguments.short else jobs.all_jobs()
    if arguments.short:
        arguments.rounds = 1
    if not peers.CNNLAB.exists():
        sys.exit("Error: .build/release/cnnlab is not there: make build")
    arguments.folder = arguments.folder.resolve()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    sizes = [size for size in pictures.SIZES if not (arguments.short and size == "12mp")]
    pictures.make(arguments.folder, arguments.photo, sizes, 8 if arguments.short else 200)
    jobs.write_kernels(arguments.folder)
    results = {
        "commit": report.commit(), "processor": report.processor(), "photo": f"`{arguments.photo.name}`",
        "versions": peers.versions(), "load": 0, "jobs": [], "in_process": [],
    }
    path = arguments.folder / "results.json"
    if not arguments.short:
        results = earlier(path, results)
    with Stopwatch() as stopwatch:
        run_jobs(arguments, wanted, results, stopwatch)
    if arguments.short:
        return
    if in_process.is_possible():
        run_in_process(arguments, results)
    results["load"] = max(results["load"], os.getloadavg()[2])
    path.write_text(json.dumps(results, indent=1))
    order = [job.name for job in wanted]
    if {job["job"] for job in results["jobs"]} == set(order):
        results["jobs"].sort(key=lambda job: order.index(job["job"]))
        report.write(arguments.page, results)


if __name__ == "__main__":
    main()
