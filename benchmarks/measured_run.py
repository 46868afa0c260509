"""A program run once in a process of its own: seconds by the clock and of the processor, and memory."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.speed_runs import ROOT, Run


def measured_run(command: Sequence[str], cores: int | None = None) -> Run:
    """Run a command from the root of the checkout.

    Parameters
    ----------
    command
        The program and its arguments.
    cores
        How many processor cores it may use; None for all.

    Returns
    -------
    Run
        Memory is the most that the process held, mapped pages counted (``wait4``), not its children's.

    Raises
    ------
    RuntimeError
        When the program fails, with the last line that it said.
    """
    environment = dict(os.environ)
    if cores is not None:
        environment |= {"PARFOCAL_THREADS": str(cores), "OMP_NUM_THREADS": str(cores)}
    with tempfile.NamedTemporaryFile("w+", suffix=".txt") as said:
        begun = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said)
        if cores is not None:
            os.sched_setaffinity(process.pid, set(sorted(os.sched_getaffinity(0))[:cores]))
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            lines = Path(said.name).read_text(errors="replace").strip().splitlines() or ["nothing"]
            raise RuntimeError(f"{command[0]} failed (code {process.returncode}): {lines[-1]}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6)


def added(runs: Sequence[Run]) -> Run:
    """Programs that ran one after the other: times add up, memory is the largest."""
    return Run(
        sum(run.seconds for run in runs),
        sum(run.processor for run in runs),
        max(run.megabytes for run in runs),
    )
