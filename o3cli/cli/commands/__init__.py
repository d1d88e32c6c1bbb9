"""One file and one function per command."""
