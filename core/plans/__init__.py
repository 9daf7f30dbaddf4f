"""Bulk work, the same way every time: planned, shown, applied, undone.

A plan says of each person what would happen, and keeps what it saw. Applying it is one
transaction for each step, which refuses where a row changed since; what was applied can
be undone for thirty days. Apps register the kinds of plans that they know at start.
"""
