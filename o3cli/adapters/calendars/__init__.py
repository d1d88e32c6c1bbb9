"""Slots as .ics files, and back."""
