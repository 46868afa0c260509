"""A torch device as a backend: sources go there once, and fused pixels come back.

Only ``fusion.backends`` imports this, and only once a graphics card was chosen: it imports torch.
"""
