"""Numbers for a fused picture; `docs/lab/metrics.md` says how to read them.

>>> import numpy as np
>>> from fusion.metrics import METRICS, score
>>> near = np.tile(np.uint8([[10, 200], [200, 10]]), (8, 8))
>>> far = np.full_like(near, 105)
>>> values = score([near, far], near, keys=["Q_G", "Q_MI"])
>>> {key: round(value, 3) for key, value in values.items()}
{'Q_G': 0.974, 'Q_MI': 1.0}
>>> METRICS["Q_G"].direction
'higher'
"""

from fusion.metrics.arrays import to_grey
from fusion.metrics.catalogue import METRICS, Metric
from fusion.metrics.scoring import score

__all__ = ["METRICS", "Metric", "score", "to_grey"]
