"""Commitments in the calendar and in the mail: at the edges of the days that their words mean."""
