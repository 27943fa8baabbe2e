"""Writes a long past into a stopped daemon's record."""
