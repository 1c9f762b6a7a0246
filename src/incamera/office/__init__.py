"""What an office keeps: people, mandates, engagements, commitments, directives, answers to oversight."""
