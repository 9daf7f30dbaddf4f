"""Tests of events and registrations."""
