"""One file a panel; each binds to the session and reaches into no other widget."""
