"""Who reads the office besides the desk: their links, what was released to them, and the rule of access in SQL."""
