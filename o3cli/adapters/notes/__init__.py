"""Notes as text: reading them, and changing the very lines that must change."""
