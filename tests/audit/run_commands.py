"""Runs the commands that a JSON file lists, one after the other; prints their exit codes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fusion.cli import main

if __name__ == "__main__":  # a worker of evaluate imports this file as well
    codes = [main(command) for command in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))]
    sys.stdout.write(json.dumps(codes) + "\n")
