"""Run by OpenFocus' own Python: FRAMES.npy MATRICES.npy REFERENCE METHOD (homography, ecc).

It gives frames, not matrices: those are noted as it hands them to OpenCV for warping.
"""

import importlib
import sys
from collections.abc import Callable
from typing import Any

import numpy as np


def main() -> int:
    cv2 = importlib.import_module("cv2")
    registration = importlib.import_module("core.registration")
    given, found, reference, method = sys.argv[1:5]
    frames = [np.ascontiguousarray(frame[..., ::-1]) for frame in np.load(given)]
    warps: dict[int, np.ndarray[Any, Any]] = {}

    def noting(real: Callable[..., Any]) -> Callable[..., Any]:
        def warp(picture: Any, matrix: Any, *rest: Any, **named: Any) -> Any:
            rows = np.asarray(matrix, np.float64)
            warps[id(picture)] = rows if len(rows) == 3 else np.vstack([rows, [0.0, 0.0, 1.0]])
            return real(picture, matrix, *rest, **named)

        return warp

    for name in ("warpPerspective", "warpAffine"):
        setattr(cv2, name, noting(getattr(cv2, name)))
    registration.ImageRegistration(method=method).process(frames, thread_count=2)
    to_result = [warps.get(id(frame), np.eye(3)) for frame in frames]
    np.save(found, np.stack([np.linalg.inv(warp) @ to_result[int(reference)] for warp in to_result]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
