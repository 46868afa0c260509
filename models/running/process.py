"""What a process of the program does first, before its slow imports, and last."""

from __future__ import annotations

import _signal as signal  # what the module of that name stands on; importing that one takes too long
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # each import takes time in which an interrupt is not yet expected
    from types import FrameType
    from typing import NoReturn

STOPPED = 130
"""Exit code after an interrupt."""
STREAMS = (0, 1, 2)


class Interrupts:
    """Whether an interrupt came since ``raise_interrupts``: an import may hide its exception."""

    came = False


def begin_process() -> None:
    """Make the standard streams whole, and let an interrupt end the process with a sentence.

    Imports turn interrupts into errors of their own, so none is raised before ``raise_interrupts``.
    Where interrupts are ignored, as in jobs in the background, they stay so.
    """
    open_streams()
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
        signal.signal(signal.SIGINT, stop_at_once)


def open_streams() -> None:
    """Open what is closed of the standard streams, so that no other file gets its number."""
    for number in STREAMS:
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - stays open
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123 - stays open


def stop_at_once(number: int, frame: FrameType | None) -> NoReturn:
    """End the process with a sentence; files appear whole or not at all, so nothing is left behind."""
    del number, frame
    try:
        os.write(2, b"cancelled; nothing was written\n")
    finally:
        os._exit(STOPPED)


def raise_interrupts() -> None:
    """From here on an interrupt raises ``KeyboardInterrupt``, a second one ends the process at once."""
    import threading

    Interrupts.came = False
    is_main = threading.current_thread() is threading.main_thread()
    if is_main and signal.getsignal(signal.SIGINT) is stop_at_once:
        signal.signal(signal.SIGINT, interrupt)


def interrupt(number: int, frame: FrameType | None) -> NoReturn:
    """Remember the interrupt and raise it."""
    del number, frame
    Interrupts.came = True
    signal.signal(signal.SIGINT, end_silently)
    raise KeyboardInterrupt


def end_silently(number: int, frame: FrameType | None) -> NoReturn:
    """End the process after a second interrupt."""
    del number, frame
    os._exit(STOPPED)


def let_interrupts_end() -> None:
    """From here on an interrupt ends the process without a word, as the system does by itself."""
    if signal.getsignal(signal.SIGINT) in (stop_at_once, interrupt, end_silently):
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def end_process(code: int) -> NoReturn:
    """Leave with an exit code, without waiting for threads that still work.

    Python would end such a thread in the middle of a network, and the process with it by an abort.
    """
    import threading  # it takes time, which is here at the end

    let_interrupts_end()  # all is done: what ends now needs no traceback
    if code == STOPPED or any(thread.daemon for thread in threading.enumerate()):
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                continue
        os._exit(code)
    sys.exit(code)
