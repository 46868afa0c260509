"""What is compared: verification in the published order, and in an order that treats sources alike."""

import numpy as np

from benchmarks.consistency import exchanged, ours, published
from fusion.decision import Labels, undecided


def made_labels() -> Labels:
    """Two halves, specks in both, and a column of ties."""
    labels = np.zeros((80, 80), np.uint8)
    labels[:, 40:] = 1
    specks = np.random.default_rng(4).random(labels.shape) < 0.2
    labels[specks] = 1 - labels[specks]
    labels[:, 39] = undecided(labels)
    return labels


def test_exchanging_the_sources_exchanges_our_labels() -> None:
    raw = made_labels()
    assert np.array_equal(ours(exchanged(raw)), 1 - ours(raw))


def test_the_published_order_depends_on_which_source_is_first() -> None:
    raw = made_labels()
    assert set(np.unique(published(raw))) <= {0, 1}
    assert not np.array_equal(published(exchanged(raw)), 1 - published(raw))
