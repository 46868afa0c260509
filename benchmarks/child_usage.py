"""Runs one program and writes what it took: ``python -I -S child_usage.py FILE PROGRAM ARGUMENT...``

Small on purpose, and its own process: on Linux the memory that a process reports begins with that of the
process which started it, and a benchmark that has imported a network would give its own size to every
small program that it measures.
"""

from __future__ import annotations

import os
import sys

if __name__ == "__main__":
    child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
    _, status, usage = os.wait4(child, 0)
    with open(sys.argv[1], "w") as file:  # noqa: PTH123 - pathlib would make this process larger
        processor = usage.ru_utime + usage.ru_stime
        file.write(f"{os.waitstatus_to_exitcode(status)} {processor} {usage.ru_maxrss}")
