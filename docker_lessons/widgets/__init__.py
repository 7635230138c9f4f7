"""How things look: the panel of a step, the opening of a page, the picture of the world.

No decisions are made here. What is right, what is wrong and what mends it comes from the practice world's
service as JSON and is shown as it came. The JavaScript and the style sheet stand beside the Python, in
`front/`, as plain modules that no tool builds and that ask nothing of any network.

May import `world`, `command` and, for what the course is, `lessons`; nothing imports it but notebooks.
"""
