"""The rules of a meeting that opens and closes: pure, standard library only, time is an argument.

The only place where a meeting's state changes (`decide`, `evolve`) or leaves (`view_for`).
"""
