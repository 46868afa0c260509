"""Arrays that pass between a network's runtime and its caller."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

FloatMap = npt.NDArray[np.float32]
"""float32 of any number of dimensions; what they are is said where it is used."""


class Cuttable(Protocol):
    """Luminance of frames, (n, H, W), sliced like an array."""

    @property
    def shape(self) -> tuple[int, ...]: ...

    def __getitem__(self, area: tuple[slice, slice, slice], /) -> npt.NDArray[np.floating]: ...


class Picture(Protocol):
    """Luminance (H, W) in [0, 1], sliced like an array; it may be computed when it is asked for."""

    @property
    def shape(self) -> tuple[int, ...]: ...

    def __getitem__(self, area: tuple[slice, slice], /) -> npt.NDArray[np.floating]: ...
