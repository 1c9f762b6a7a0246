"""Oversight requests: the letter, its questions, their answers with evidence, and the bundle that goes out."""
