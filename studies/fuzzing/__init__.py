"""Damage files in many ways, and read them."""
