"""Files of many records: what, of whom, in which form, and for what purpose."""
