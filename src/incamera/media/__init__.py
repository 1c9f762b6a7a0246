"""Pictures and sound: the programme that composes them, and the origin that lets them out."""
