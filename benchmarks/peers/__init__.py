"""Other programs' ways of registering frames, each giving the same answer: matrices and a verdict."""
