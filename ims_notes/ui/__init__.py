"""The window: what the therapist sees and touches."""
