"""The beginning of a JPEG XL codestream: size, depth, and its colours (ISO/IEC 18181-1)."""

from __future__ import annotations

from dataclasses import dataclass

from fusion.files.colour.cicp import D65, HDR, PRIMARIES, described_profile

RATIOS = {1: (1, 1), 2: (12, 10), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}
SRGB, CUSTOM, BT2100, P3 = 1, 2, 9, 11
WHITES = {1: D65, 10: (1 / 3, 1 / 3), 11: (0.314, 0.351)}
GAMMAS = {8: 1.0, 17: 2.6}
GREY, XYB = 1, 2


@dataclass(frozen=True)
class Header:
    """The fields of a codestream before its first frame.

    Attributes
    ----------
    bits
        Bits of a channel; 32 for floating point.
    depth_at
        Which bit of the codestream begins the two that choose the depth.
    is_xyb
        Stored in the codec's own colours: the decoder makes others of them.
    has_icc
        An ICC profile follows, compressed.
    profile
        The profile that it describes in numbers; None for sRGB, grey, and where ``has_icc``.
    hdr
        Name of the curve, where it is one for HDR.
    """

    width: int
    height: int
    bits: int = 8
    depth_at: int | None = None
    is_xyb: bool = True
    has_icc: bool = False
    profile: bytes | None = None
    hdr: str = ""


class Bits:
    """Numbers from a codestream, the lowest bit first."""

    def __init__(self, stream: bytes, at: int) -> None:
        self._bits = int.from_bytes(stream[:4096], "little")
        self._most = 8 * min(len(stream), 4096)
        self.at = at

    def take(self, count: int) -> int:
        value = (self._bits >> self.at) & ((1 << count) - 1)
        self.at += count
        if self.at > self._most:
            raise ValueError("the header ends early")
        return value

    def choice(self, *ways: tuple[int, int]) -> int:
        """A number coded in one of four ways: 2 bits choose a base and how many bits are added to it."""
        begin, count = ways[self.take(2)]
        return begin + self.take(count)

    def code(self) -> int:
        """A number that stands for a name (an enum of the codestream)."""
        return self.choice((0, 0), (1, 0), (2, 4), (18, 6))


def read_header(stream: bytes) -> Header:
    """The header; raises ``ValueError`` where it ends early."""
    bits = Bits(stream, 16)
    width, height = read_size(bits)
    if bits.take(1):
        return Header(width, height)
    if bits.take(1):
        skip_extra_fields(bits)
    depth, depth_at = read_depth(bits)
    bits.take(1)
    for _ in range(bits.choice((0, 0), (1, 0), (2, 4), (1, 12))):
        skip_channel(bits)
    is_xyb = bool(bits.take(1))
    has_icc, profile, hdr = read_colours(bits)
    return Header(width, height, depth, depth_at, is_xyb, has_icc, profile, hdr)


def size_of(stream: bytes) -> tuple[int, int]:
    """Width and height."""
    return read_size(Bits(stream.ljust(16, b"\0"), 16))


def read_size(bits: Bits) -> tuple[int, int]:
    small = bits.take(1)

    def side() -> int:
        return 8 * (1 + bits.take(5)) if small else bits.choice((1, 9), (1, 13), (1, 18), (1, 30))

    height = side()
    ratio = bits.take(3)
    if ratio:
        across, down = RATIOS[ratio]
        return height * across // down, height
    return side(), height


def read_depth(bits: Bits) -> tuple[int, int | None]:
    """Bits of a channel, and where whole numbers choose it; floating point counts as 32."""
    if bits.take(1):
        bits.choice((32, 0), (16, 0), (24, 0), (1, 6))
        bits.take(4)
        return 32, None
    at = bits.at
    return bits.choice((8, 0), (10, 0), (12, 0), (1, 6)), at


def skip_extra_fields(bits: Bits) -> None:
    """Skip the fields of orientation, intrinsic size, preview and animation."""
    bits.take(3)
    if bits.take(1):
        read_size(bits)
    if bits.take(1):
        eighths = bits.take(1)
        whole = ((1, 6), (65, 8), (321, 10), (1345, 12))
        sides = ((16, 0), (32, 0), (1, 5), (33, 9)) if eighths else whole
        bits.choice(*sides)
        if not bits.take(3):
            bits.choice(*sides)
    if bits.take(1):
        bits.choice((100, 0), (1000, 0), (1, 10), (1, 30))
        bits.choice((1, 0), (1001, 0), (1, 8), (1, 10))
        bits.choice((0, 0), (0, 3), (0, 16), (0, 32))
        bits.take(1)


def skip_channel(bits: Bits) -> None:
    """Skip the description of an extra channel."""
    if bits.take(1):
        return
    kind = bits.code()
    read_depth(bits)
    bits.choice((0, 0), (3, 0), (4, 0), (1, 3))
    bits.take(8 * bits.choice((0, 0), (0, 4), (16, 5), (48, 10)))
    if kind == 0:
        bits.take(1)
    elif kind == 2:
        bits.take(64)
    elif kind == 5:
        bits.choice((1, 0), (0, 2), (3, 4), (19, 8))


def read_colours(bits: Bits) -> tuple[bool, bytes | None, str]:
    """Whether an ICC profile follows; the profile that is described; the name of an HDR curve."""
    if bits.take(1):
        return False, None, ""
    has_icc, space = bool(bits.take(1)), bits.code()
    if has_icc or space == XYB:
        return has_icc, None, ""
    white_code = bits.code()
    white = read_point(bits) if white_code == CUSTOM else WHITES.get(white_code, D65)
    code = SRGB if space == GREY else bits.code()
    if code == CUSTOM:
        corners: tuple[float, ...] = sum((read_point(bits) for _ in range(3)), ())
    else:
        corners = PRIMARIES[{BT2100: 9, P3: 12}.get(code, 1)]
    gamma, transfer = (1e7 / max(bits.take(24), 1), 0) if bits.take(1) else (None, bits.code())
    gamma = GAMMAS.get(transfer, gamma)
    if space == GREY or (code == SRGB and white_code == 1 and gamma is None):
        return False, None, HDR.get(transfer, "")
    return False, described_profile(corners, white, gamma), HDR.get(transfer, "")


def read_point(bits: Bits) -> tuple[float, float]:
    """x and y in millionths, with a sign."""
    values = []
    for _ in range(2):
        packed = bits.choice((0, 19), (524_288, 19), (1_048_576, 20), (2_097_152, 21))
        values.append((-(packed + 1) // 2 if packed % 2 else packed // 2) / 1e6)
    return values[0], values[1]


def with_twelve_bits(stream: bytes, header: Header) -> bytes:
    """The codestream with a depth of 12 bits in place of 8. In the codec's own colours the depth is a
    mere hint for the decoder, whose output is then finer.
    """
    assert header.depth_at is not None
    place, shift = divmod(header.depth_at, 8)
    pair = int.from_bytes(stream[place : place + 2], "little")
    told = (pair & ~(3 << shift)) | (2 << shift)
    return stream[:place] + told.to_bytes(2, "little") + stream[place + 2 :]
