"""Who has engaged whom and whom not yet: the rules of coverage asked of the database."""
