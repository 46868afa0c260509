"""Retouching: strokes that lay a frame, or another result, over a result; never over a source."""
