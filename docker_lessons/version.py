"""The version of the package, which engine, Hub, service and command line tell."""

__version__ = "0.1.0"
