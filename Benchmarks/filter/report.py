"""What the filter benchmarks found: for the terminal, and as the section "Filters" of docs/benchmarks.md."""

import platform
import os
import re
import subprocess
from pathlib import Path

import peers

HEADING = "Filters"
TITLE = "# Benchmarks\n"


def others(rows):
    return [row for row in rows if row["tool"] not in peers.OURS]


def verdict(rows, goal):
    """What cnnlab takes of the fastest peer's time, and whether its files are as small as they should be."""
    if not others(rows):
        return {}
    ours = {row["tool"]: row for row in rows}
    fastest = min(others(rows), key=lambda row: row["milliseconds"])
    smallest = min(others(rows), key=lambda row: row["bytes"])
    return {
        "fastest": fastest, "smallest": smallest, "ratio": ours["cnnlab"]["milliseconds"] / fastest["milliseconds"],
        "size": ours["cnnlab"]["bytes"] / fastest["bytes"],
        "small": ours["cnnlab, small"]["bytes"] / smallest["bytes"], "goal": goal,
        "memory": ours["cnnlab"]["mebibytes"],
    }


def verdict_line(found):
    if not found:
        return "  no peer is installed"
    return (
        f"  {found['ratio']:.2f} of the time of {found['fastest']['tool']} (goal {found['goal']:.2f}), "
        f"{found['size']:.3f} of its bytes; small: {found['small']:.3f} of the bytes of {found['smallest']['tool']}"
    )


def row_line(row):
    return (
        f"  {row['tool']:32} {row['milliseconds']:8.1f} ms {row['cpu']:8.1f} ms CPU {row['bytes'] / 1e6:8.3f} MB "
        f"{row['mebibytes']:6.0f} MiB"
    )


def in_process_line(row):
    goal = f" (goal {row['goal']:.2f})" if row["goal"] else ""
    return (
        f"  {row['job']:15} {row['type']:8} {row['threads']} threads: cnnlab {row['cnnlab']:7.2f} ms, "
        f"OpenCV {row['opencv']:7.2f} ms, ratio {row['cnnlab'] / row['opencv']:.2f}{goal}, copy {row['copy']:.2f} ms"
    )


def commit():
    words = ["git", "-C", peers.ROOT, "describe", "--always", "--dirty", "--exclude", "*"]
    return subprocess.run(words, capture_output=True, text=True).stdout.strip() or "unknown"


def processor():
    text = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    found = re.search(r"model name\s*: (.*)", text)
    return f"{found[1] if found else platform.processor()}, {os.cpu_count()} cores, {platform.machine()}"


def table(head, rows):
    aligned = ["---" if column == 0 else "---:" for column in range(len(head))]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, aligned, *rows]) + "\n"


def summary_table(jobs):
    rows = []
    for job in jobs:
        found = verdict(job["rows"], job["goal"])
        if found:
            rows.append([
                job["job"], found["fastest"]["tool"], f"{found['ratio']:.2f}", f"{found['goal']:.2f}",
                f"{found['size']:.2f}", f"{found['small']:.3f}", f"{found['memory']:.0f}",
            ])
    head = ["job", "fastest peer", "time ÷ its time", "goal", "bytes ÷ its bytes", "small ÷ smallest peer", "MiB"]
    return table(head, rows)


def job_table(job):
    ordered = sorted(job["rows"], key=lambda row: row["milliseconds"])
    rows = [[
        f"**{row['tool']}**" if row["tool"] in peers.OURS else row["tool"], f"{row['milliseconds']:.0f}",
        f"{row['cpu']:.0f}", f"{row['bytes'] / 1e6:.2f}" if row["bytes"] >= 1e6 else f"{row['bytes'] / 1e6:.3f}",
        f"{row['mebibytes']:.0f}",
    ] for row in ordered]
    text = f"#### {job['job']}\n\n" + table(["tool", "ms", "CPU ms", "MB", "peak MiB"], rows)
    if job["left_out"]:
        text += "\nLeft out: " + "; ".join(f"{name}, as {why}" for name, why in job["left_out"].items()) + ".\n"
    return text


def in_process_table(rows):
    head = ["kernel", "values", "threads", "cnnlab ms", "filter2D ms", "ratio", "goal", "copy ms"]
    return table(head, [[
        row["job"], row["type"], str(row["threads"]), f"{row['cnnlab']:.2f}", f"{row['opencv']:.2f}",
        f"{row['cnnlab'] / row['opencv']:.2f}", f"{row['goal']:.2f}" if row["goal"] else "–", f"{row['copy']:.2f}",
    ] for row in rows])


def quietness(load):
    """A remark where other programs kept the cores busy meanwhile."""
    if load < 1.5 * (os.cpu_count() or 1):
        return ""
    return (
        f"\nOther programs were running (load average {load:.0f}): every tool takes longer than on a quiet "
        "machine; the CPU times and the ratios say more than the milliseconds.\n"
    )


def section(results):
    versions = ", ".join(f"{name} {version}" for name, version in results["versions"].items())
    return f"""## {HEADING}

Written by `make bench-filter` at commit {results['commit']} on {results['processor']}. Peers: {versions}.
The picture is {results['photo']}, enlarged to 12 megapixels and given a sensor's noise.
{quietness(results["load"])}
Every tool reads the picture from its file, makes it gray, convolves it, and writes an 8-bit gray PNG, in one process.
Outputs are held against the definition first: levels differ from it by at most 1 in cnnlab's PNG jobs, and by a small
mean in the peers'. Then all tools run in turns; times are medians of the wall clock. A peer appears with its defaults
and with the settings that make it fastest. `small` is `--compression small`.

### Whole processes beside the fastest peer

{summary_table(results['jobs'])}
### All tools

{chr(10).join(job_table(job) for job in results['jobs'])}
### In process beside OpenCV's filter2D

12 megapixels (4000×3000), picture and map in memory, medians. The last column is the time that one thread takes to
copy as many bytes.

{in_process_table(results['in_process'])}"""


def write(path: Path, results):
    """Replaces this section of the page and leaves the others."""
    text = path.read_text() if path.exists() else TITLE
    found = re.search(rf"^## {HEADING}\n.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    new = section(results)
    if found:
        text = text[: found.start()] + new + ("\n" if found.end() < len(text) else "") + text[found.end():]
    else:
        text = text.rstrip("\n") + "\n\n" + new
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
