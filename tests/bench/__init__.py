"""Speed and memory, each number beside its floor."""
