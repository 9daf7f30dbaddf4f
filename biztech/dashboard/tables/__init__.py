"""The table explorer: every shared table of the registry, read only, for execs."""
