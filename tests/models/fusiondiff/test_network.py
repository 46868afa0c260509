"""The noise predictor: its size, what a pixel depends on, and that OpenVINO computes the same."""

import numpy as np
import torch

from models.fusiondiff import PAINTER
from models.fusiondiff.dimensions import FULL, MULTIPLE, RADIUS, SMALL
from models.fusiondiff.network import NoisePredictor, sinusoids
from models.running.openvino_painter import OpenVinoPainter
from models.running.torch_painter import TorchPainter


def test_the_full_form_has_the_published_number_of_parameters() -> None:
    network = NoisePredictor(FULL)
    assert sum(parameter.numel() for parameter in network.parameters()) == 26_915_395


def test_the_full_form_takes_and_gives_colour() -> None:
    network = NoisePredictor(FULL).eval()
    with torch.inference_mode():
        assert network.predict(torch.zeros(1, 9, 16, 24), torch.tensor([7.0])).shape == (1, 3, 16, 24)


def test_the_small_form_fits_into_its_share_of_the_weights() -> None:
    network = NoisePredictor(SMALL)
    assert 2 * sum(parameter.numel() for parameter in network.parameters()) < 1.5e6


def test_untrained_the_small_form_predicts_the_mean_of_the_sources() -> None:
    network = NoisePredictor(SMALL).eval()
    with torch.inference_mode():
        assert not network(torch.rand(1, 4, 16, 16)).any()


def test_a_pixel_depends_on_no_more_than_its_surroundings(predictor: NoisePredictor) -> None:
    """Those that the tiles are given, wherever the pixel lies in its square of ``MULTIPLE``."""
    assert RADIUS % MULTIPLE == 0
    channels = torch.rand(1, 4, 160, 160)
    with torch.inference_mode():
        before = predictor(channels)
        for shift in range(MULTIPLE):
            changed = channels.clone()
            changed[:, :3, 80 + shift, 80 + shift] += 300
            reached = (predictor(changed) != before)[0, 0].nonzero()
            assert int((reached - 80 - shift).abs().max()) <= RADIUS


def test_the_step_is_told_apart(predictor: NoisePredictor) -> None:
    pictures = torch.rand(1, 3, 16, 16)
    with torch.inference_mode():
        first, last = (predictor.predict(pictures, torch.tensor([t])) for t in (0.0, 1999.0))
    assert float((first - last).abs().max()) > 1e-3
    assert torch.allclose(sinusoids(torch.tensor([0.0]), 4), torch.tensor([[1.0, 1.0, 0.0, 0.0]]))


def test_torch_and_openvino_paint_the_same_in_tiles_and_whole(predictor: NoisePredictor) -> None:
    state = {name: values.numpy() for name, values in predictor.state_dict().items()}
    graphs = PAINTER.load_graphs(state, "")
    channels = np.random.default_rng(1).standard_normal((4, 150, 203)).astype(np.float32)
    channels[3] = 1234 / 2000
    whole = TorchPainter(PAINTER, predictor, side=512).paint(channels)
    assert whole.shape == (1, 150, 203)
    for painted in (
        TorchPainter(PAINTER, predictor, side=144).paint(channels),
        OpenVinoPainter(PAINTER, graphs, side=144).paint(channels),
        OpenVinoPainter(PAINTER, graphs, side=512).paint(channels),
    ):
        assert np.abs(painted - whole).max() < 1e-5
