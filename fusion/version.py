"""The program's version, which results and records hold."""

__version__ = "0.1.0"
PROGRAM = f"Parfocal {__version__}"
