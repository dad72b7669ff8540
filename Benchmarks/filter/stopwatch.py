"""Runs commands for measure.py: JSON lists of words come in, a line each, and what each cost goes out.

A process of its own, as Linux counts the memory of the process that starts another as the other's.
"""

import json
import os
import sys
import tempfile
import time

for line in sys.stdin:
    words = json.loads(line)
    with tempfile.TemporaryFile() as errors, open(os.devnull, "wb") as nothing:
        actions = [(os.POSIX_SPAWN_DUP2, nothing.fileno(), 1), (os.POSIX_SPAWN_DUP2, errors.fileno(), 2)]
        start = time.perf_counter()
        process = os.posix_spawnp(words[0], words, os.environ, file_actions=actions)
        _, status, usage = os.wait4(process, 0)
        seconds = time.perf_counter() - start
        errors.seek(0)
        cost = {
            "milliseconds": seconds * 1000,
            "cpu": (usage.ru_utime + usage.ru_stime) * 1000,
            "mebibytes": usage.ru_maxrss / 1024,
            "code": os.waitstatus_to_exitcode(status),
            "message": errors.read().decode(errors="replace").strip(),
        }
    print(json.dumps(cost), flush=True)
