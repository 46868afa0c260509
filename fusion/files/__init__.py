"""Photographs in and out of files."""

from fusion.files.reading import READABLE, load_photo
from fusion.files.writing import WRITABLE, save_photo

__all__ = ["READABLE", "WRITABLE", "load_photo", "save_photo"]
