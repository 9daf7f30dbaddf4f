"""What is held of a person: found, exported, and erased, whatever table it is in."""
