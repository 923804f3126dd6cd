"""Wording: the message catalogue, Swedish number forms, computed sentences."""
