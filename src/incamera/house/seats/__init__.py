"""Seats: invitations, who holds a seat in which browser, its legs and tokens, its commands and its screen."""
