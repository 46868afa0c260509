"""What this process holds in memory (Linux), in MB."""

from __future__ import annotations

import os
from pathlib import Path


def held_mb() -> float:
    """What it holds now."""
    with Path("/proc/self/statm").open(encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def most_mb() -> float:
    """The most that it ever held; without that of the process which started it, which ``getrusage``
    counts."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmHWM"))
