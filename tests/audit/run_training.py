"""Trains networks for a step each on the photographs of a folder, as ``python -m models train`` does."""

from __future__ import annotations

import sys

from models.cli import main
from models.decision import validation

SHORT = ["--steps", "1", "--batch", "1", "--crop", "32", "--validation-share", "0.3", "--device", "cpu"]
SMALL = {
    "learned-decision": ["--widths", "8,8", "--growth", "8,8", "--fine", "4"],
    "fusiongan": ["--crop", "48", "--batch", "2", "--width", "8"],
    "ufgan": ["--crop", "64", "--batch", "2", "--widths", "4,4,8,8"],
    "superfusion": ["--crop", "64", "--width", "2", "--step", "1"],
}

if __name__ == "__main__":
    folder, output, *names = sys.argv[1:]
    validation.VALIDATION_SCENES = 16  # time
    for name in names:
        command = ["train", "--method", name, folder, "-o", f"{output}/{name}"]
        if main([*command, *SHORT, *SMALL.get(name, [])]):
            sys.exit(1)
