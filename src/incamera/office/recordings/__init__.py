"""The on-record recordings of meetings, for looking at a passage where a promise was made."""
