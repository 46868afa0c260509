"""The squeeze-and-excitation dense encoder of SESF-Fuse: its network, how it runs, its training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.networks import Network
from models.sesf.settings import EncoderTrainingSettings

if TYPE_CHECKING:
    from models.sesf.training import EncoderTraining


def _training() -> type[EncoderTraining]:
    from models.sesf.training import EncoderTraining

    return EncoderTraining


NETWORK = Network(
    "sesf",
    "Train the squeeze-and-excitation dense encoder on any photographs, without labels.",
    EncoderTrainingSettings,
    _training,
)
