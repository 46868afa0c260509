"""Numbers for a fused picture; `docs/lab/metrics.md` says how to read them.

>>> from fusion.metrics import METRICS, score
>>> score([near, far], fused, keys=["Q_G", "Q_MI"])     # doctest: +SKIP
{'Q_G': 0.7153, 'Q_MI': 1.0458}
"""

from fusion.metrics.arrays import to_grey
from fusion.metrics.catalogue import METRICS, Metric
from fusion.metrics.scoring import score

__all__ = ["METRICS", "Metric", "score", "to_grey"]
