"""A thin-lens camera in linear light: scenes of layers, lens, renderer, capture."""
