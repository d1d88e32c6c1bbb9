"""Who asked, and how to show it."""
