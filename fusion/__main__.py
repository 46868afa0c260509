"""``python -m fusion``: the command line."""

import sys

from fusion.cli import main

if __name__ == "__main__":
    sys.exit(main())
