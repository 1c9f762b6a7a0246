"""Incamera: official meetings by video that open and close."""
