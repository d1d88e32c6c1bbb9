"""One-on-one notes in Markdown, in a private git repository, with every promise kept in view."""

__version__ = "0.1.0"
