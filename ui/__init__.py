"""The window. It shows and asks; every pixel is made by ``fusion``."""
