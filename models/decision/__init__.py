"""The learned decision: its network, the scenes it learns from, and its training."""
