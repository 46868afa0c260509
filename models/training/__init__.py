"""What every training shares: the loop, the checkpoint, the settings, pictures and losses."""
