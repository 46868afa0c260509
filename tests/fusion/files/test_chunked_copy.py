"""Large copies let other threads in between."""

from __future__ import annotations

import threading
import time

from fusion.files.codecs import chunked_copy


def test_the_parts_come_behind_each_other() -> None:
    parts = b"abc", bytearray(b""), memoryview(b"defg" * 5_000_000), b"h"
    assert chunked_copy.joined(*parts) == b"".join(parts)
    assert chunked_copy.joined() == b""


def test_another_thread_runs_while_a_large_copy_is_made() -> None:
    """As often as there are pieces, about; one copy of it all would let it run once at most."""
    large, turns, done = bytes(240_000_000), [0], threading.Event()

    def count() -> None:
        while not done.is_set():
            turns[0] += 1
            time.sleep(0.0005)

    thread = threading.Thread(target=count)
    thread.start()
    before = turns[0]
    chunked_copy.joined(large)
    after = turns[0]
    done.set()
    thread.join()
    assert after - before > 2
