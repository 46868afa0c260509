"""A result as a file with layers: each registered frame with a mask made from the decision."""
