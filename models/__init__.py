"""The networks: what they are, how they are trained, and how each runs.

OpenVINO is imported in this package alone. On its import it looks for ``openvino_telemetry``, which
writes a client id into the user's home and reports each start to its maker. Without that package it
reports nothing.
"""

import sys

sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]  # so that importing it fails
