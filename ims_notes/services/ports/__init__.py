"""Protocols and read models by noun: what services ask of the outside."""
