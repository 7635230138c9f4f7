"""The steps of the chapter, one to a file that can be read aloud; `chapter` puts them in order."""
