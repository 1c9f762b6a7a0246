"""Set-up on a machine with nothing but git, make and Python 3.11 or newer: standard library only."""
