"""The notebook's history."""
