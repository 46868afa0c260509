"""What runs beside the window: reading, fusing, measuring, saving."""
