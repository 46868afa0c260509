"""Registering frames: where each lies against the reference, and how bright it is."""
