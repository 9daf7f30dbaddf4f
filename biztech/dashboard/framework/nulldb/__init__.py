"""A database engine that stores nothing; see ``base``."""
