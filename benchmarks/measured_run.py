"""A program run once in a process of its own: seconds by the clock and of the processor, and memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import child_usage
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
    with tempfile.TemporaryDirectory() as folder:
        said, took = Path(folder) / "said", Path(folder) / "took"
        launcher = [sys.executable, "-I", "-S", child_usage.__file__, str(took), *command]
        with said.open("w") as output:
            begun = time.perf_counter()
            process = subprocess.Popen(launcher, cwd=ROOT, env=environment, stdout=output, stderr=output)
            if cores is not None:
                os.sched_setaffinity(process.pid, set(sorted(os.sched_getaffinity(0))[:cores]))
            process.wait()
            seconds = time.perf_counter() - begun
        took_all = took.read_text() if took.is_file() else f"{process.returncode} 0 0"
        code, processor, kilobytes = took_all.split()
        if int(code) != 0:
            lines = said.read_text(errors="replace").strip().splitlines() or ["nothing"]
            raise RuntimeError(f"{command[0]} failed (code {code}): {lines[-1]}")
    return Run(seconds, float(processor), int(kilobytes) * 1024 / 1e6)


def added(runs: Sequence[Run]) -> Run:
    """Programs that ran one after the other: times add up, memory is the largest."""
    return Run(
        sum(run.seconds for run in runs),
        sum(run.processor for run in runs),
        max(run.megabytes for run in runs),
    )
