"""The way outside: passes for the gallery, and what the programme workers are told."""
