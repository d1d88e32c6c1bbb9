"""Files of the notebook: whole or not at all, and never outside of it."""
