"""Files that come from outside (people, calendars, letters): taken in, parsed by a job in a child, entered whole or not at all."""
