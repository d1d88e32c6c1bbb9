"""What happens: one verb each, everything from outside passed in."""
