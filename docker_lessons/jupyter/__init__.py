"""What `docker-lessons lab` and Binder pass to Jupyter, and nothing that anybody else's Jupyter sees.

- `working_copy` renders the pages that learners work in; `launch` starts JupyterLab on them.
- `config` writes one private folder, HOME/jupyter, for JUPYTER_CONFIG_PATH; it switches on `extension`.
- `extension` runs in the Jupyter server: environment, lease, the page alone, one kernel at a time (`kernels`).
- `terminal` gives the terminals beside a page their shell.

Nothing here is an entry point or a file under `share/jupyter` or `etc/jupyter`: without that folder, Jupyter
does not know this package.  May import `docker_lessons.world`; knows neither engine nor Hub.
"""
