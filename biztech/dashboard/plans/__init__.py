"""Bulk work on pages: start it, look at it, apply it, watch it, take it back."""
