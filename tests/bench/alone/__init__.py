"""Scripts that are measured as a process of their own; each prints moments of the clock."""
