"""Many tasks side by side, in processes of their own, that stop when asked."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.synchronize import Event

from fusion.errors import FusionError
from fusion.evaluate.runs import Row, Task, perform
from fusion.progress import Cancelled, no_progress

LISTEN_S = 0.5

_stop: Event | None = None
"""In a worker: set by the parent when it wants the end."""


def perform_all(tasks: Sequence[Task], jobs: int) -> Generator[Row | None, None, None]:
    """The rows in the order in which they are done, and None about twice a second in between.

    One job works in this process. Closing the iterator stops the workers at their next report.
    """
    jobs = min(jobs, len(tasks))
    if jobs <= 1:
        for task in tasks:
            yield None
            yield perform(task, no_progress)
        return
    context = multiprocessing.get_context("spawn")  # forking a process with threads may hang
    stop = context.Event()
    threads = max(1, (os.cpu_count() or 1) // jobs)
    pool = ProcessPoolExecutor(jobs, context, initializer=begin, initargs=(stop, threads))
    try:
        with interrupts_held():
            waiting: set[Future[Row]] = {pool.submit(work, task) for task in tasks}
        while waiting:
            done, waiting = wait(waiting, LISTEN_S, FIRST_COMPLETED)
            yield None
            for future in done:
                yield future.result()
    except BrokenProcessPool:
        raise FusionError(
            "worker-died",
            "a worker process died, perhaps for want of memory; run the command again with --jobs 1",
        ) from None
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Processes that are started within never see an interrupt; here it comes at the end."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin(stop: Event, threads: int) -> None:
    """Set up a worker: its number of threads, and no reaction to an interrupt; the parent has one.

    It ends with its parent, however that ends.
    """
    global _stop
    _stop = stop
    threading.Thread(target=end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["OMP_NUM_THREADS"] = os.environ["PARFOCAL_THREADS"] = str(threads)
    import cv2

    cv2.setNumThreads(threads)


def end_with_parent() -> None:
    """Wait for the end of the parent process, and end this one."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def work(task: Task) -> Row:
    """Do one task in a worker process."""
    return perform(task, listen)


def listen(stage: str, done: int, total: int) -> None:
    """A progress function that raises ``Cancelled`` once the parent process has asked to stop."""
    del stage, done, total
    if _stop is not None and _stop.is_set():
        raise Cancelled
