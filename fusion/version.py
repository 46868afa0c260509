"""The program's version: written into what it makes."""

__version__ = "0.1.0"
PROGRAM = f"Parfocal {__version__}"
