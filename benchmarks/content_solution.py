"""FusionGAN's content loss without a network: its minimum in closed form.

mean (F − IR)² + ξ · mean (ΔF − ΔVI)² is least where (1 + ξ ΔᵀΔ) F = IR + ξ ΔᵀΔ VI. With reflecting
borders the cosine transform turns Δ into a product, so each coefficient is solved by itself. What a
trained generator gives beyond this is what its adversarial loss, its borders and its errors add.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]


def content_solution(infrared: Grey, visible: Grey, weight: float = 5.0) -> Grey:
    """The fused luminance, (H, W) uint8, cut to 0..255; ``weight`` is ξ."""
    from scipy.fft import dctn, idctn

    height, width = infrared.shape
    down = 2 * np.cos(np.pi * np.arange(height) / height) - 2
    across = 2 * np.cos(np.pi * np.arange(width) / width) - 2
    squared = weight * (down[:, None] + across[None, :]) ** 2
    first, second = (dctn(part.astype(np.float64), norm="ortho") for part in (infrared, visible))
    fused = idctn((first + squared * second) / (1 + squared), norm="ortho")
    return np.rint(np.clip(fused, 0, 255)).astype(np.uint8)
