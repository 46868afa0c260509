"""Runs the encoder over a picture of any size and gives what fusing needs of its features.

Torch is the engine, on CUDA or the CPU. A picture is worked through in tiles, so that no 64-channel
tensor of the whole picture exists; the result does not depend on the tiles, because the channel means
that the squeeze takes are those of the whole picture.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from models.arrays import Picture
from models.manifest import WEIGHTS_FOLDER, Normalisation
from models.protocols import FAINTEST_ENERGY, EnergyFound
from models.running.tile_runner import Each, TileRunner
from models.running.tiling import Counter, Tick, Tile, tiles
from models.running.torch_memory import most_pixels
from models.running.torch_precision import computing_in
from models.sesf.network import BLOCKS, FEATURE_CHANNELS, GROWTH, RECEPTIVE_RADIUS, DenseEncoder
from models.sesf.weights import load_encoder

FloatMap = npt.NDArray[np.float32]

HALO = RECEPTIVE_RADIUS + 1
"""Pixels beyond a tile that its change energy depends on: the receptive field and one neighbour."""
TILE = {"cpu": 128, "cuda": 2048}
"""On the CPU a tile's features stay in the cache: 128 was fastest (``benchmarks/tiles.py``)."""
SMALLEST_TILE = 64
BYTES = {torch.float16: 400, torch.float32: 800}
"""More than a pixel takes in the network: at most 300 and 490 bytes, on torch's CPU."""


class TorchEncoderRuntime(TileRunner):
    """An encoder with its normalisation on a device.

    Parameters
    ----------
    encoder, normalisation
        From ``models.sesf.weights.load_encoder``, or an untrained one.
    device
        ``"cpu"`` or ``"cuda"``. Out of memory on CUDA halves the tile, and at last moves to the CPU;
        ``device`` then says so.
    tile
        Side of the tiles in pixels; None chooses.
    """

    def __init__(
        self,
        encoder: DenseEncoder,
        normalisation: Normalisation,
        device: str = "cpu",
        tile: int | None = None,
    ) -> None:
        super().__init__(encoder, device, tile, TILE, SMALLEST_TILE)
        self.encoder = encoder
        self.normalisation = normalisation

    @classmethod
    def load(
        cls, name: str, device: str = "cpu", folder: Path = WEIGHTS_FOLDER
    ) -> TorchEncoderRuntime:
        """With the trained weights ``name``; raises ``WeightsError``."""
        return cls(*load_encoder(name, folder), device=device)

    @property
    def precise(self) -> TorchEncoderRuntime:
        """Itself: it computes in float32."""
        return self

    def gradient_energy(self, luminance: Picture, tick: Tick | None = None) -> FloatMap:
        """‖F(y,x) − F(y,x−1)‖² + ‖F(y,x) − F(y−1,x)‖² over the 64 features, (H, W) float32.

        ``FAINTEST_ENERGY`` is taken off. ``luminance`` is (H, W) in [0, 1]. Outside, the picture is
        mirrored (edge pixel repeated).
        ``tick(done, total)`` is called after every tile and may raise to stop.
        """
        height, width = luminance.shape
        result = np.zeros((height, width), dtype=np.float32)
        while True:
            try:
                places = tiles(height, width, self.side)

                def put(number: int, energy: FloatMap, places: list[Tile] = places) -> None:
                    result[places[number].area()] = energy

                self._gradient_energy_of_tiles(luminance, dict(enumerate(places)), put, tick)
                return result
            except torch.cuda.OutOfMemoryError:
                self._shrink()

    def gradient_energy_of_tiles(
        self,
        luminance: Picture,
        parts: Sequence[Tile],
        found: EnergyFound,
        tick: Tick | None = None,
    ) -> None:
        """``found(number, energy)`` for every part of the picture, each with its own surroundings."""
        missing = dict(enumerate(parts))
        while True:
            try:
                self._gradient_energy_of_tiles(luminance, missing, found, tick)
                return
            except torch.cuda.OutOfMemoryError:
                self._shrink()

    def gradient_energy_tensor(
        self,
        luminance: Tensor,
        kind: torch.dtype = torch.float32,
        tick: Tick | None = None,
        tile: int | None = None,
    ) -> Tensor:
        """As ``gradient_energy`` for luminance (H, W) that is on the device; the result stays there.

        ``kind`` is the type of number of the convolutions; ``tile`` the side of the tiles in pixels,
        None as large as memory allows. Out of memory halves it; ``torch.cuda.OutOfMemoryError`` says
        that the smallest does not fit.
        """
        height, width = luminance.shape
        rows, columns = (mirrored_places(size, luminance.device) for size in (height, width))
        padded = luminance[rows][:, columns]

        def work(side: int) -> Tensor:
            places = tiles(height, width, side)
            with computing_in(kind, luminance.device):
                if len(places) == 1:
                    energy = self._whole_energy_tensor(padded)
                    Counter(tick or (lambda _done, _total: None), 1).advance()
                    return energy
                return self._tiled_energy_tensor(padded, places, tick)

        most = most_pixels(luminance.device, BYTES[kind], FEATURE_CHANNELS)
        if tile is None and (height + 2 * HALO) * (width + 2 * HALO) <= most:
            tile = max(height, width)
        largest = max(SMALLEST_TILE, math.isqrt(most) - 2 * HALO)
        return self._halving(work, min(tile or largest, max(height, width)))

    def _whole_energy_tensor(self, padded: Tensor) -> Tensor:
        """Of the whole picture at once: every block is computed once, its means on the way."""
        features = self._normal(padded)
        energy = torch.zeros((), device=padded.device)
        for layer in range(BLOCKS):
            output = self.encoder.blocks[layer](features)
            means = None
            if self.encoder.pools_globally:
                inside = output[:, :, HALO:-HALO, HALO:-HALO]
                means = inside.mean(dim=(2, 3), dtype=torch.float64).float()
            output = self.encoder.attentions[layer](output, means)
            energy = energy + squared_changes(output)
            if layer < BLOCKS - 1:
                features = output if layer == 0 else torch.cat((features, output), dim=1)
        return without_rounding(energy[RECEPTIVE_RADIUS:-HALO, RECEPTIVE_RADIUS:-HALO])

    def _tiled_energy_tensor(self, padded: Tensor, places: list[Tile], tick: Tick | None) -> Tensor:
        """Of tiles; the means of each block take a pass of their own."""
        passes = BLOCKS if self.encoder.pools_globally else 0
        counter = Counter(tick or (lambda _done, _total: None), (passes + 1) * len(places))

        def cut(place: Tile) -> Tensor:
            return self._normal(padded[with_halo(place)])

        means = self._channel_means(cut, places, map, counter) if passes else None
        result = padded.new_empty([side - 2 * HALO for side in padded.shape])
        for place in places:
            changes = without_rounding(squared_changes(self.encoder(cut(place), means)))
            result[place.area()] = changes[RECEPTIVE_RADIUS:-HALO, RECEPTIVE_RADIUS:-HALO]
            counter.advance()
        return result

    @torch.inference_mode()
    def features(self, luminance: FloatMap) -> FloatMap:
        """The plain forward pass of the whole picture, zeros outside: (64, H, W) float32.

        Takes 64 float maps of memory; it is there for inspection and for the published preset.
        """
        features = self.encoder(self._normalised(luminance))
        result: FloatMap = features[0].float().cpu().numpy()
        return result

    @torch.inference_mode()
    def _gradient_energy_of_tiles(
        self, luminance: Picture, missing: dict[int, Tile], found: EnergyFound, tick: Tick | None
    ) -> None:
        """Parts by their number; a part that was given is taken out of ``missing``."""
        height, width = luminance.shape
        places = tiles(height, width, self.side)
        values = np.asarray(luminance[0:height, 0:width], np.float32)
        padded = np.pad(values, HALO, mode="symmetric")
        passes = BLOCKS if self.encoder.pools_globally else 0
        counter = Counter(tick or (lambda _done, _total: None), passes * len(places) + len(missing))
        with self._workers() as each:
            def cut(part: Tile) -> Tensor:
                return self._cut(padded, part)

            means = self._channel_means(cut, places, each, counter) if passes else None

            def energy(part: Tile) -> FloatMap:
                changes = without_rounding(squared_changes(self.encoder(cut(part), means)))
                inside = changes[RECEPTIVE_RADIUS:-HALO, RECEPTIVE_RADIUS:-HALO]
                values: FloatMap = inside.cpu().numpy()
                return values

            numbers = list(missing)
            for number, result in zip(numbers, each(energy, list(missing.values())), strict=True):
                found(number, result)
                del missing[number]
                counter.advance()

    def _channel_means(
        self, cut: Callable[[Tile], Tensor], places: list[Tile], each: Each, counter: Counter
    ) -> list[Tensor]:
        """Means of every block's output over the whole picture, a pass a block, exact."""
        means: list[Tensor] = []
        pixels = sum(place.height * place.width for place in places)

        def tile_sum(place: Tile) -> Tensor:
            output = self.encoder.before_attention(cut(place), means)
            inside = output[:, :, HALO:-HALO, HALO:-HALO]
            return inside.sum(dim=(2, 3), dtype=torch.float32).double()

        for _ in range(BLOCKS):
            total = torch.zeros((1, GROWTH), dtype=torch.float64, device=self.device)
            for part in each(tile_sum, places):  # in the tiles' order, so the sum is repeatable
                total += part
                counter.advance()
            means.append((total / pixels).float())
        return means

    def _cut(self, padded: FloatMap, place: Tile) -> Tensor:
        """A tile with its halo, normalised, on the device."""
        return self._normalised(padded[with_halo(place)])

    def _normalised(self, luminance: FloatMap) -> Tensor:
        return self._normal(torch.from_numpy(np.ascontiguousarray(luminance)).to(self.device))

    def _normal(self, luminance: Tensor) -> Tensor:
        values = (luminance[None, None] - self.normalisation.mean) / self.normalisation.deviation
        return values.to(memory_format=torch.channels_last)


def with_halo(place: Tile) -> tuple[slice, slice]:
    """Rows and columns of a tile and its halo in the picture that has the halo around it."""
    rows = slice(place.top, place.top + place.height + 2 * HALO)
    return rows, slice(place.left, place.left + place.width + 2 * HALO)


def mirrored_places(size: int, device: torch.device) -> Tensor:
    """Where the pixels of a mirrored axis with its halo come from (the edge pixel repeated)."""
    return torch.from_numpy(np.pad(np.arange(size), HALO, mode="symmetric")).to(device)


def squared_changes(features: Tensor) -> Tensor:
    """(1, C, h, w) gives (h − 1, w − 1) float32: squared left and upper differences, summed over C.

    The first row and column are dropped, since they have no neighbour.
    """
    inside = features[:, :, 1:, 1:]
    across, down = (
        torch.linalg.vector_norm(inside - other, dim=1, dtype=torch.float32).square_()
        for other in (features[:, :, 1:, :-1], features[:, :, :-1, 1:])
    )
    return (across + down)[0]


def without_rounding(energy: Tensor) -> Tensor:
    """The energy less ``FAINTEST_ENERGY``, at least 0."""
    return (energy - FAINTEST_ENERGY).clamp_(min=0)

