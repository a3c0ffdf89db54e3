"""Table and list models, filters and delegates."""
