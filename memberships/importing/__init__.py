"""People from a sign-up sheet: read forgivingly, shown first, then granted."""
