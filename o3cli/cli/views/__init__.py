"""How a result looks: as a table, as tab-separated lines, as JSON."""
