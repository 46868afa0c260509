"""The loss rewards the right frame, a fused picture like the scene, and knowing what is in focus."""

from dataclasses import replace

import torch

from models.decision.losses import LossWeights, Truth, choice_loss, decision_loss, picture_loss


def truth() -> Truth:
    """Two frames; the first is right on the left half, the second on the right."""
    reference = torch.rand(1, 1, 16, 16)
    clean = reference.repeat(1, 2, 1, 1)
    clean[:, 0, :, 8:] += 0.2
    clean[:, 1, :, :8] += 0.2
    radius = torch.zeros(1, 2, 16, 16)
    radius[:, 0, :, 8:] = 4
    radius[:, 1, :, :8] = 4
    return Truth(clean, reference, radius, torch.ones(1, 1, 16, 16))


def right_scores() -> torch.Tensor:
    scores = torch.zeros(1, 2, 16, 16)
    scores[:, 0, :, :8] = 1.5
    scores[:, 1, :, 8:] = 1.5
    return scores


def test_a_wrong_choice_where_nothing_counts_costs_nothing_and_at_the_rim_more() -> None:
    wrong_above = right_scores()
    wrong_above[:, :, :4] = wrong_above[:, :, :4].flip(1)
    losses = []
    for above in (0.0, 1.0, 5.0):
        counts = torch.ones(1, 1, 16, 16)
        counts[:, :, :4] = above
        judged = replace(truth(), counts=counts)
        losses.append(
            (
                float(picture_loss(wrong_above, judged)),
                float(choice_loss(wrong_above, judged, LossWeights())),
            )
        )
    for nothing, once, five in zip(*losses, strict=True):
        assert nothing < 0.02
        assert 10 * nothing < once < five


def test_losses_are_small_for_the_right_choice_and_large_for_the_wrong_one() -> None:
    right, wrong = right_scores(), right_scores().flip(1)
    assert picture_loss(right, truth()) < 0.01
    assert picture_loss(wrong, truth()) > 1.5
    assert choice_loss(right, truth(), LossWeights()) < 0.01
    assert choice_loss(wrong, truth(), LossWeights()) > 5


def test_knowing_which_frame_is_in_focus_is_rewarded() -> None:
    knows = torch.where(right_scores() > 0, 6.0, -6.0)
    honest = decision_loss(right_scores(), knows, truth(), LossWeights())[0]
    wrong = decision_loss(right_scores(), -knows, truth(), LossWeights())[0]
    assert honest + 0.3 < wrong
