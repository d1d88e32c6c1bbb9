"""Which notebook, and how it is set."""
