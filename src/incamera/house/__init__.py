"""What happens live: meetings, doors, seats, floor, ledger."""
