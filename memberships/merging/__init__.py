"""Two people who are one: who they may be, what they say differently, made one."""
