"""Compiled graphs that are kept for the next picture: so many at most."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from models.running.threads import thread_count, with_as_many_threads
from models.running.watching import wait_for


class KeptGraphs:
    """The graphs that were asked for last; an older one goes with its memory.

    A graph holds the network's weights and room for its activations, some hundred megabytes, and there
    is one for each size, and for each number of threads. Safe to be asked by several threads.

    Parameters
    ----------
    compile_key
        Compiles the graph for a key.
    most
        So many are kept.

    Examples
    --------
    >>> kept = KeptGraphs(lambda key: key * 2, most=2)
    >>> [kept.get(key) for key in (1, 2, 3)], 1 in kept, 3 in kept
    ([2, 4, 6], False, True)
    """

    def __init__(self, compile_key: Callable[[Any], Any], most: int) -> None:
        self._compile, self._most = compile_key, most
        self._graphs: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._lock = threading.Lock()

    def __contains__(self, key: Hashable) -> bool:
        """Whether a graph is there, or being compiled."""
        return (key, thread_count()) in self._graphs

    def __len__(self) -> int:
        return len(self._graphs)

    def expect(self, key: Hashable) -> None:
        """Begin to compile, beside other work, what will be asked for; nothing where it is there."""
        self._ask(key, beside=True)

    def get(self, key: Hashable) -> Any:
        """The graph for a key, compiled now if it is not there."""
        coming, work = self._ask(key, beside=False)
        if work is not None:
            work()
            return coming.result()
        try:
            return wait_for(coming)
        except BaseException as error:
            if not coming.done() or coming.exception() is not error:
                raise  # the caller's own look, not what came of the graph
        return self.get(key)  # whoever made it was stopped, or failed: that is not known of this one

    def _ask(
        self, key: Hashable, beside: bool
    ) -> tuple[Future[Any], Callable[[], None] | None]:
        """The graph or what will be it; and the work of making it where the caller has to do that."""
        place = key, thread_count()
        with self._lock:
            coming = self._graphs.get(place)
            if coming is not None:
                self._graphs.move_to_end(place)
                return coming, None
            coming = self._graphs[place] = Future()
            while len(self._graphs) > self._most:
                self._graphs.popitem(last=False)

        def work() -> None:
            try:
                coming.set_result(self._compile(key))
            except BaseException as error:  # noqa: BLE001 - goes on to everyone who waits
                with self._lock:  # the next one who asks tries again
                    if self._graphs.get(place) is coming:
                        del self._graphs[place]
                coming.set_exception(error)

        if not beside:
            return coming, work
        pool = ThreadPoolExecutor(1)
        pool.submit(with_as_many_threads(work))
        pool.shutdown(wait=False)
        return coming, None
