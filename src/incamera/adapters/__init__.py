"""The outside world, one port each: translated at the door, no decisions."""
