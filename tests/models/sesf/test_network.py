"""The encoder is the published one, and its features do not depend on how the picture is cut."""

import pytest
import torch

from models.attention import ATTENTIONS, attention
from models.sesf.decoder import Autoencoder, Decoder
from models.sesf.network import DenseEncoder


def parameters(module: torch.nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


@pytest.mark.parametrize(("name", "count"), [("cse", 14_416), ("sse", 14_224), ("scse", 14_480)])
def test_the_encoder_has_the_published_number_of_parameters(name: str, count: int) -> None:
    assert parameters(DenseEncoder(name)) == count


def test_the_decoder_and_the_whole_have_the_published_number_of_parameters() -> None:
    assert parameters(Decoder()) == 60_387
    assert parameters(Autoencoder("cse")) == 74_803


@pytest.mark.parametrize("name", ATTENTIONS)
def test_features_have_64_channels_and_the_size_of_the_picture(name: str) -> None:
    encoder = DenseEncoder(name).eval()
    assert encoder(torch.rand(2, 1, 33, 47)).shape == (2, 64, 33, 47)
    assert Autoencoder(name).eval()(torch.rand(1, 1, 21, 19)).shape == (1, 1, 21, 19)


def test_an_unknown_attention_is_refused_with_the_known_names() -> None:
    with pytest.raises(ValueError, match="cse, sse, scse"):
        DenseEncoder("cbam")


def test_channel_excitation_scales_each_channel_by_one_gate() -> None:
    module = attention("cse", 16)
    features = torch.rand(1, 16, 8, 9) + 0.5
    gates = module(features) / features
    assert torch.allclose(gates, gates[:, :, :1, :1].expand_as(gates), atol=1e-6)
    assert bool((gates > 0).all())
    assert bool((gates < 1).all())


def test_spatial_excitation_scales_each_pixel_by_one_gate() -> None:
    module = attention("sse", 16)
    features = torch.rand(1, 16, 8, 9) + 0.5
    gates = module(features) / features
    assert torch.allclose(gates, gates[:, :1].expand_as(gates), atol=1e-6)
    assert not torch.allclose(gates[:, :, :1, :1].expand_as(gates), gates, atol=1e-4)


def test_scse_is_the_sum_of_both() -> None:
    module = attention("scse", 16)
    features = torch.rand(1, 16, 5, 5)
    both = module.channel(features) + module.spatial(features)
    assert torch.equal(module(features), both)


def test_channel_means_of_the_whole_give_a_tile_the_features_of_the_whole() -> None:
    torch.manual_seed(3)
    encoder = DenseEncoder("cse").eval()
    picture = torch.rand(1, 1, 40, 40)
    with torch.inference_mode():
        means: list[torch.Tensor] = []
        for _ in range(4):
            means.append(encoder.before_attention(picture, means).mean(dim=(2, 3)))
        whole = encoder(picture)
        tile = encoder(picture[:, :, :24, :24], means)
    assert torch.allclose(tile[:, :, :20, :20], whole[:, :, :20, :20], atol=1e-5)
    assert not torch.allclose(encoder(picture[:, :, :24, :24])[:, :, :20, :20], whole[:, :, :20, :20])


def test_every_layer_sees_all_layers_before_it() -> None:
    widths = [block[0].in_channels for block in DenseEncoder().blocks]
    assert widths == [1, 16, 32, 48]
