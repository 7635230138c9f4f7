"""What goes wrong with a docker line, known apart from the words in which it is told.

The lessons (panels) and the word `docker` (cells) both find mistakes. What they share is here: how
a docker command line is read, what is wrong in a name, and a finding with its wording. It knows
Docker's names and command line, and nothing of steps, worlds at work or screens.
"""
