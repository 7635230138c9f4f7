"""What is asked of this computer, of its Docker, of the registry and of the practice world. Nothing is changed."""
