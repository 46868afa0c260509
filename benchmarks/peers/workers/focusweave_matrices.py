"""Run by FocusWeave's own Python: FRAMES.npy MATRICES.npy REFERENCE.

Its warps take pixels of a frame to pixels of the reference; motion below five pixels, which it leaves
alone unless told otherwise, is asked for here.
"""

import importlib
import sys

import numpy as np


def main() -> int:
    focusweave = importlib.import_module("focusweave")
    given, found, reference = sys.argv[1:4]
    frames = [np.ascontiguousarray(frame) for frame in np.load(given)]
    h, w = frames[0].shape[:2]
    warps = focusweave.align_images(frames, (w, h), reference_idx=int(reference), min_shift=0.0)
    np.save(found, np.stack([np.linalg.inv(np.vstack([warp, [0.0, 0.0, 1.0]])) for warp in warps]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
