"""The small noise predictor, untrained; its last layers too, which training begins at zero."""

from __future__ import annotations

import pytest
import torch

from models.fusiondiff.dimensions import SMALL
from models.fusiondiff.network import NoisePredictor


@pytest.fixture(scope="session")
def predictor() -> NoisePredictor:
    torch.manual_seed(1)
    network = NoisePredictor(SMALL).eval()
    for parameter in network.parameters():
        if not parameter.any():
            torch.nn.init.normal_(parameter, std=0.05)
    return network
