"""Runs a command and writes what it took as JSON: wall and CPU seconds, and the largest process in MiB.

usage: measure.py RESULT.json COMMAND ARGUMENT…
"""

import json
import resource
import subprocess
import sys
import time

start = time.monotonic()
completed = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, check=False)
wall = time.monotonic() - start
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w", encoding="utf-8") as result:
    json.dump(
        {
            "wallSeconds": wall,
            "cpuSeconds": usage.ru_utime + usage.ru_stime,
            "peakMiB": usage.ru_maxrss / 1024,
        },
        result,
    )
sys.exit(completed.returncode)
