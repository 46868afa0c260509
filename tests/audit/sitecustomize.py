"""Writes what leaves a process, and every path that it writes, to the file that ``AUDIT_LOG`` names.

Python imports it in every process that has its folder in ``PYTHONPATH``, workers included.
"""

from __future__ import annotations

import os
import socket
import sys
from typing import Any

LOG = os.open(os.environ["AUDIT_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
LOCAL = getattr(socket, "AF_UNIX", None)
"""Between processes of one machine: the workers of a training hand over pictures so."""
NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto",
           "socket.sendmsg", "urllib.Request")  # fmt: skip
PLACES = ("os.mkdir", "os.rename", "os.link", "os.symlink", "os.truncate", "tempfile.mkstemp",
          "tempfile.mkdtemp", "shutil.move", "shutil.copyfile")  # fmt: skip


def watch(event: str, values: tuple[Any, ...]) -> None:
    """Write down what an event of the interpreter opens, makes or reaches."""
    if event in NETWORK and getattr(values[0], "family", None) != LOCAL:
        note("network", f"{event} {values!r}")
    elif (
        event == "open"
        and isinstance(values[0], str | bytes)
        and values[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    ):
        note("write", os.fsdecode(values[0]))
    elif event in PLACES:
        for value in values:
            if isinstance(value, str | bytes | os.PathLike):
                note("write", os.fsdecode(value))


def note(kind: str, what: str) -> None:
    """One line of the log."""
    path = os.path.abspath(what) if kind == "write" else what  # noqa: PTH100 - as the process is now
    os.write(LOG, f"{kind} {path}\n".encode("utf-8", "backslashreplace"))


sys.addaudithook(watch)
