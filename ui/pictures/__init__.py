"""What the window shows, as arrays: no Qt."""
