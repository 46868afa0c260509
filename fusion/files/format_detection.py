"""The format of a file, found from its content and not from its name."""

from __future__ import annotations

from fusion.files.metadata.ifd import read_first

RAW_ENDINGS = (
    ".dng", ".nef", ".nrw", ".cr2", ".cr3", ".crw", ".arw", ".srf", ".sr2", ".orf", ".rw2", ".raf",
    ".pef", ".srw", ".x3f", ".3fr", ".fff", ".iiq", ".mrw", ".erf", ".mef", ".mos", ".kdc", ".dcr",
    ".rwl", ".gpr",
)  # fmt: skip
STARTS = {
    b"\xff\xd8": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"BM": "BMP", b"GIF8": "GIF",
    b"\xff\x0a": "JPEG XL", b"\0\0\0\x0cJXL \r\n\x87\n": "JPEG XL",
    b"\x76\x2f\x31\x01": "OpenEXR",
    b"P5": "PNM", b"P6": "PNM", b"P1": "PNM", b"P2": "PNM", b"P3": "PNM", b"P4": "PNM",
    b"FUJIFILMCCD-RAW": "RAW", b"FOVb": "RAW", b"\0MRM": "RAW", b"IIRO": "RAW", b"IIRS": "RAW",
    b"MMOR": "RAW", b"IIU\0": "RAW", b"II\x1a\0\0\0HEAPCCDR": "RAW",
    b"\0\0\0\x0cjP  \r\n\x87\n": "JPEG 2000", b"\xff\x4f\xff\x51": "JPEG 2000",
    b"II*\0": "TIFF", b"MM\0*": "TIFF", b"II+\0": "TIFF", b"MM\0+": "TIFF",
}  # fmt: skip
DNG_VERSION = 50706
HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif")


def kind_of(content: bytes, suffix: str) -> str:
    """The format's name; empty for an unknown format.

    Camera files mostly begin like a TIFF, whose only picture is a thumbnail, so these two are told
    apart by the ending as well (``suffix``, in small letters).
    """
    for start in sorted(STARTS, key=len, reverse=True):
        if content.startswith(start):
            kind = STARTS[start]
            return "RAW" if kind == "TIFF" and is_raw_tiff(content, suffix) else kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WebP"
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        if brand == b"crx ":
            return "RAW"
        if brand in (b"avif", b"avis") or b"avif" in content[12:40]:
            return "AVIF"
        return "HEIF" if brand in HEIF_BRANDS else ""  # a film begins alike
    return ""


def is_raw_tiff(content: bytes, suffix: str) -> bool:
    """Whether what begins like a TIFF comes from a camera."""
    first = read_first(content)
    return suffix in RAW_ENDINGS or (first is not None and first.find(DNG_VERSION) is not None)
