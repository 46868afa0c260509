"""The CPU engine: both networks as OpenVINO graphs, made from the weights' files without torch.

Torch describes and trains the networks, and runs them on CUDA and where OpenVINO is not installed
(``models.choice``). What is here agrees with it (``tests/models/engine``).
"""
