"""Depth from focus: the depth map, and what is shown and saved of it."""
