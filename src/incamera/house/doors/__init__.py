"""The doors in time: the doorkeeper, who makes what the rules want real and measures it."""
