"""What a new note starts from."""
