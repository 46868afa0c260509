"""Which road frames take through a network: all of it on a torch device, or tile by tile."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fusion.device import choose_device
from fusion.photo import Photo
from fusion.registry import Frames, Outcome


def fuse_by_network(
    frames: Frames,
    device: str,
    bytes_each: int,
    there: Callable[[Sequence[Photo], str], Outcome],
    a_tile_at_a_time: Callable[[str], Outcome],
) -> Outcome:
    """``there(photos, device)`` if few frames fit on a torch device, else ``a_tile_at_a_time(device)``.

    ``bytes_each`` is as for ``fusion.backends.torch.memory.fuse_where_it_fits``. The CPU takes tiles, and
    torch is not imported then.
    """
    chosen = choose_device(device)
    if chosen == "cpu":
        return a_tile_at_a_time(chosen)
    from fusion.backends.torch.memory import fuse_where_it_fits  # imports torch

    return fuse_where_it_fits(
        frames, chosen, bytes_each, lambda photos: there(photos, chosen), a_tile_at_a_time
    )
