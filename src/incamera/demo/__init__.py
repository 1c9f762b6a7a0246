"""The demonstration: meetings to look at, and synthetic delegates, which are ordinary seats without a secret door."""
