"""How: one library each."""
