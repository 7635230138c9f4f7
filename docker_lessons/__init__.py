"""A hands-on Docker course in notebooks."""

__version__ = "0.1.0"
