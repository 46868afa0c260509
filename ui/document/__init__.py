"""The document: sources, settings, result."""
