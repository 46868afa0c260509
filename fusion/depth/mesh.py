"""The surface as a textured mesh in glTF's binary form (.glb), which 3-D viewers open."""

from __future__ import annotations

import io
import json
import struct
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from fusion.depth.views import Bytes
from fusion.photo import FloatMap
from fusion.version import PROGRAM

FLOAT, UNSIGNED_INT = 5126, 5125
ARRAY_BUFFER, ELEMENT_BUFFER = 34962, 34963
LINEAR_MIPMAPS, LINEAR, CLAMP = 9987, 9729, 33071
JPEG_QUALITY = 92


def glb_of(picture: Bytes, nearness: FloatMap, relief: float, side: int = 640) -> bytes:
    """A surface (.glb): a grid of points that stand out by their nearness, with the picture on it.

    Parameters
    ----------
    picture
        (H, W) or (H, W, 3) uint8 in sRGB, sharp everywhere; it becomes the texture at full size.
    nearness
        (H, W) float32 in [0, 1], 1 is near and comes towards the viewer.
    relief
        Distance between the nearest and the farthest point, as a share of the picture's width.
    side
        Points along the longer side, at most.

    Returns
    -------
    bytes
        Of the file. The picture's width is 1; x goes to the right, y up, z to the viewer.

    Notes
    -----
    Khronos Group, glTF 2.0, 2021, with ``KHR_materials_unlit``: the photograph has its light already.
    Known weakness: one sheet without gaps, so that steps of the depth become steep walls.

    Examples
    --------
    >>> glb_of(np.zeros((4, 6, 3), np.uint8), np.zeros((4, 6), np.float32), 0.3)[:4]
    b'glTF'
    """
    points, texture_places, triangles = grid_of(nearness, relief, side)
    buffer = io.BytesIO()
    Image.fromarray(picture).convert("RGB").save(buffer, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    blocks = [points.tobytes(), texture_places.tobytes(), triangles.tobytes(), buffer.getvalue()]
    content = describe(points, len(texture_places), triangles.size, [len(block) for block in blocks])
    return joined_glb(content, blocks)


def grid_of(
    nearness: FloatMap, relief: float, side: int
) -> tuple[FloatMap, FloatMap, npt.NDArray[np.uint32]]:
    """Points (n, 3), their places in the texture (n, 2), and triangles (m, 3) seen from the front."""
    height, width = nearness.shape
    factor = min(1.0, side / max(height, width))
    columns, rows = max(round(width * factor), 2), max(round(height * factor), 2)
    small = cv2.resize(nearness, (columns, rows), interpolation=cv2.INTER_AREA)
    across, down = np.meshgrid(np.linspace(0, 1, columns), np.linspace(0, 1, rows))
    ratio = height / width
    points = np.stack([across - 0.5, (0.5 - down) * ratio, (small - 0.5) * relief], axis=-1)
    number = np.arange(rows * columns, dtype=np.uint32).reshape(rows, columns)
    corners = number[:-1, :-1], number[:-1, 1:], number[1:, :-1], number[1:, 1:]
    upper_left, upper_right, lower_left, lower_right = (corner.ravel() for corner in corners)
    triangles = np.concatenate(
        [
            np.stack([upper_left, lower_left, upper_right], axis=-1),
            np.stack([upper_right, lower_left, lower_right], axis=-1),
        ]
    )
    places = np.stack([across, down], axis=-1).reshape(-1, 2)
    return points.reshape(-1, 3).astype(np.float32), places.astype(np.float32), triangles


def describe(points: FloatMap, places: int, corners: int, lengths: list[int]) -> dict[str, Any]:
    """The JSON part: one mesh of one primitive; buffer views in the order of the blocks."""
    starts = [sum(padded(length) for length in lengths[:number]) for number in range(len(lengths))]
    targets = (ARRAY_BUFFER, ARRAY_BUFFER, ELEMENT_BUFFER, None)
    views: list[dict[str, Any]] = [
        {"buffer": 0, "byteOffset": start, "byteLength": length} | ({"target": target} if target else {})
        for start, length, target in zip(starts, lengths, targets, strict=True)
    ]
    low, high = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return {
        "asset": {"version": "2.0", "generator": PROGRAM},
        "extensionsUsed": ["KHR_materials_unlit"],
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [
            {
                "primitives": [
                    {"attributes": {"POSITION": 0, "TEXCOORD_0": 1}, "indices": 2, "material": 0}
                ]
            }
        ],
        "materials": [
            {
                "pbrMetallicRoughness": {"baseColorTexture": {"index": 0}, "metallicFactor": 0},
                "doubleSided": True,
                "extensions": {"KHR_materials_unlit": {}},
            }
        ],
        "textures": [{"source": 0, "sampler": 0}],
        "samplers": [
            {"magFilter": LINEAR, "minFilter": LINEAR_MIPMAPS, "wrapS": CLAMP, "wrapT": CLAMP}
        ],
        "images": [{"bufferView": 3, "mimeType": "image/jpeg"}],
        "accessors": [
            {"bufferView": 0, "componentType": FLOAT, "count": len(points), "type": "VEC3",
             "min": low, "max": high},
            {"bufferView": 1, "componentType": FLOAT, "count": places, "type": "VEC2"},
            {"bufferView": 2, "componentType": UNSIGNED_INT, "count": corners, "type": "SCALAR"},
        ],
        "bufferViews": views,
        "buffers": [{"byteLength": sum(padded(length) for length in lengths)}],
    }  # fmt: skip


def padded(length: int) -> int:
    """The next multiple of four, to which glTF's parts are filled up."""
    return -(-length // 4) * 4


def joined_glb(content: dict[str, Any], blocks: list[bytes]) -> bytes:
    """Header, JSON chunk and binary chunk."""
    text = json.dumps(content, separators=(",", ":")).encode()
    text = text.ljust(padded(len(text)))
    binary = b"".join(block.ljust(padded(len(block)), b"\0") for block in blocks)
    total = 12 + 8 + len(text) + 8 + len(binary)
    return b"".join(
        [
            struct.pack("<4sII", b"glTF", 2, total),
            struct.pack("<I4s", len(text), b"JSON"), text,
            struct.pack("<I4s", len(binary), b"BIN\0"), binary,
        ]
    )  # fmt: skip
