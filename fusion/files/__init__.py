"""Photographs in and out of files."""

from fusion.files.options import ReadOptions, SaveOptions
from fusion.files.reading import READABLE, dyes_of, load_photo, pages_of
from fusion.files.writing import WRITABLE, losses, save_photo

__all__ = [
    "READABLE",
    "WRITABLE",
    "ReadOptions",
    "SaveOptions",
    "dyes_of",
    "load_photo",
    "losses",
    "pages_of",
    "save_photo",
]
