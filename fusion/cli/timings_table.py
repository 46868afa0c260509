"""``--timings``: where the time of the whole process went, and the most memory it held."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


def process_seconds() -> float | None:
    """Seconds since this process began; None on systems that do not say."""
    try:
        after_name = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        began = int(after_name[19]) / os.sysconf("SC_CLK_TCK")
        return time.clock_gettime(time.CLOCK_BOOTTIME) - began
    except (OSError, ValueError, AttributeError):
        return None


def peak_bytes() -> int | None:
    """The most memory that this process held; None on systems that do not say."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def report(before: float | None, stages: dict[str, float], total: float | None) -> str:
    """A table of stages in the order in which they ran.

    Parameters
    ----------
    before
        Seconds from the start of the process to the first stage; None where unknown.
    stages
        Seconds by stage.
    total
        Seconds of the whole process up to now; None where unknown.
    """
    rows = dict(stages) if before is None else {"Python and imports": before, **stages}
    if total is None:
        total = sum(rows.values())
    else:
        rows["everything else"] = max(total - sum(rows.values()), 0)
    rows["all"] = total
    width = max(len(name) for name in rows)
    lines = [
        f"{name:<{width}}  {seconds:7.2f} s  {100 * seconds / max(total, 1e-9):3.0f} %"
        for name, seconds in rows.items()
    ]
    peak = peak_bytes()
    if peak is not None:
        lines.append(f"{'most memory held':<{width}}  {peak / 1e6:7.0f} MB")
    return "\n".join(lines)
