"""What Qt tells a screen reader: its accessibility interface, which PyQt5 leaves out, by way of ctypes.

Only where the C++ of Qt is called as on x86-64 outside Windows; elsewhere ``CAN_ASK`` is False.
"""

from __future__ import annotations

import ctypes
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import PyQt5
from PyQt5 import sip

from ui.qt import QWidget

CAN_ASK = sys.platform.startswith("linux") and platform.machine() == "x86_64"
CHILD, CHILD_COUNT, TEXT, ROLE, STATE = 9, 10, 12, 15, 16
"""Places of QAccessibleInterface's functions in its table, in Qt 5.15."""
NAME = 0
FOCUSABLE, INVISIBLE = 1 << 2, 1 << 17


@dataclass(frozen=True)
class Told:
    """What is told of one thing: name, role (of Qt), and whether it takes the focus and is seen."""

    name: str
    role: int
    is_focusable: bool
    is_invisible: bool


@cache
def library() -> ctypes.CDLL:
    folder = Path(PyQt5.__file__).parent / "Qt5" / "lib"
    return ctypes.CDLL(str(folder / "libQt5Gui.so.5"))


def told_of(window: QWidget) -> Iterator[Told]:
    """Of a window and of everything in it."""
    query = library()["_ZN11QAccessible24queryAccessibleInterfaceEP7QObject"]
    query.restype, query.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
    yield from walk(query(sip.unwrapinstance(window)))


def walk(interface: int | None) -> Iterator[Told]:
    if not interface:
        return
    state = call(interface, STATE, ctypes.c_uint64)
    yield Told(
        text_of(interface), call(interface, ROLE, ctypes.c_int), bool(state & FOCUSABLE),
        bool(state & INVISIBLE),
    )  # fmt: skip
    for number in range(call(interface, CHILD_COUNT, ctypes.c_int)):
        yield from walk(call(interface, CHILD, ctypes.c_void_p, number))


def function(interface: int, place: int) -> int:
    table = ctypes.cast(interface, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))[0]
    address = table[place]
    assert address
    return address


def call(interface: int, place: int, gives: type, *numbers: int) -> int:
    """Call a function that takes whole numbers."""
    made = ctypes.CFUNCTYPE(gives, ctypes.c_void_p, *[ctypes.c_int] * len(numbers))
    return made(function(interface, place))(interface, *numbers)  # type: ignore[no-any-return]


def text_of(interface: int) -> str:
    """The name; a QString is given back in a place that the caller makes."""
    made = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
    place = ctypes.c_void_p()
    made(function(interface, TEXT))(ctypes.addressof(place), interface, NAME)
    data = place.value
    assert data
    size = ctypes.c_int.from_address(data + 4).value
    offset = ctypes.c_ssize_t.from_address(data + 16).value
    return ctypes.string_at(data + offset, 2 * size).decode("utf-16-le")
