"""Weights of a decision network as a beginning for one with more inputs or a narrower level."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from models.decision.network import DecisionNetwork

State = Mapping[str, Tensor]
AGREEMENT = 0.1
"""How much a frame's agreement counts in the score at first, where the weights do not know it. Added by
hand to the scores of finished weights, 0.1 to 0.3 gained most on validation scenes."""


def adapted(trained: State, network: DecisionNetwork) -> dict[str, Tensor]:
    """A state for ``network`` that decides as ``trained`` does, as far as it can.

    ``trained`` may lack the level at full size (it begins untrained), or the agreement with detail (new
    inputs count nothing at first, but for ``AGREEMENT`` in the last layer). Its lowest level may have
    more growth: the layers' strongest channels are kept.

    Raises ``ValueError`` if anything else differs.
    """
    fresh = {key: value.detach().clone() for key, value in network.state_dict().items()}
    state = narrowed(dict(trained), network)
    for key, begun in fresh.items():
        if key not in state and key.startswith("fine."):
            continue
        old = state.get(key)
        if old is None or not _fits(key, old, begun):
            raise ValueError(f"{key} is of other widths or growth")
        same = old.shape == begun.shape
        fresh[key] = old.clone() if same else _with_new_inputs(key, old, begun, network)
    return fresh


def _fits(key: str, old: Tensor, begun: Tensor) -> bool:
    if old.shape == begun.shape:
        return True
    takes_more = old.dim() == 4 and old.shape[0] == begun.shape[0] and old.shape[1] < begun.shape[1]
    return takes_more and (key == "stem.weight" or key.startswith("fine."))


def _with_new_inputs(key: str, old: Tensor, begun: Tensor, network: DecisionNetwork) -> Tensor:
    """Zeros for the new inputs, which lie behind all that the level sees but its own layers."""
    result = torch.zeros_like(begun)
    added = begun.shape[1] - old.shape[1]
    before = old.shape[1]
    if not key.endswith("stem.weight"):
        layers = 2 if key == "fine.head.weight" else int(key.split(".")[2])
        before -= layers * network.widths.fine
    result[:, :before] = old[:, :before]
    result[:, before + added :] = old[:, before:]
    if key == "fine.head.weight":
        result[0, before : before + added] = AGREEMENT
    return result


def narrowed(state: dict[str, Tensor], network: DecisionNetwork) -> dict[str, Tensor]:
    """``state`` with no more growth at the lowest level than ``network`` has there."""
    level = len(network.widths.channels) - 1
    name, growth = f"encoders.{level}", network.widths.growth[-1]
    first, second = (state.get(f"{name}.convolutions.{layer}.weight") for layer in range(2))
    gather = state.get(f"{name}.gather.weight")
    if first is None or second is None or gather is None or len(first) <= growth:
        return state
    seen, had = first.shape[1], len(first)
    later = strength(second, seen, had) + strength(gather, seen, had)
    kept = [
        strongest(first.flatten(1).norm(dim=1) * later, growth),
        strongest(second.flatten(1).norm(dim=1) * strength(gather, seen + had, had), growth),
    ]
    inputs = torch.cat((torch.arange(seen), seen + kept[0]))
    state[f"{name}.convolutions.0.weight"] = first[kept[0]]
    state[f"{name}.convolutions.1.weight"] = second[kept[1]][:, inputs]
    state[f"{name}.gather.weight"] = gather[:, torch.cat((inputs, seen + had + kept[1]))]
    for layer, channels in enumerate(kept):
        bias, project = f"{name}.convolutions.{layer}.bias", f"{name}.attentions.{layer}.project.weight"
        state[bias] = state[bias][channels]
        if project in state:
            state[project] = state[project][:, channels]
    return state


def strength(weight: Tensor, begin: int, count: int) -> Tensor:
    """How much a layer takes of each of ``count`` inputs from ``begin`` on."""
    return weight[:, begin : begin + count].transpose(0, 1).flatten(1).norm(dim=1)


def strongest(strengths: Tensor, count: int) -> Tensor:
    """The numbers of the ``count`` largest, in their order."""
    return strengths.argsort(descending=True)[:count].sort().values
