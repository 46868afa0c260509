"""The whole road from pixels to pixels on a torch device, for a few frames that are in memory.

Only the methods import this, and only once a GPU was chosen: it imports torch.
"""
