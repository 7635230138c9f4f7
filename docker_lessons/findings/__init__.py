"""A docker line as the client reads it, and what goes wrong with it, apart from the words in which it is told.

The lessons (panels) and the word `docker` (cells) both find mistakes. What they share is here: the parser of
docker command lines, what is wrong in a name or a line, and a finding with its wording. The package knows Docker's
names and command line, and nothing of steps, running worlds or screens.
"""
