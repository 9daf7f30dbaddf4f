"""Copies of all tables: taken while servers run, restored beside them, compared.

On AWS point-in-time recovery is the first choice; these copies are for what it cannot
do: leaving the account, looking at last year, rehearsing a restore.
"""
