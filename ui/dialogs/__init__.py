"""Questions and explanations in windows of their own."""
