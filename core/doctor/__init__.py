"""What has to be true of all records, each point by a name, and looking whether it is.

Apps register their invariants when they start, and with them how to look: several of
them share one reading of each table. What is found is told in sentences; what can be
repaired safely is repaired by a plan.
"""
