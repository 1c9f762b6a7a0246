"""What an office can say of its relations, pure: coverage, windows of what was promised, scope of a mandate, access."""
