"""The course in Jupyter: what `docker-lessons lab` and Binder configure, and no other Jupyter server loads.

- `working_copy` renders the pages that learners work in, with the texts of `page_text`; `aside` moves changed pages
  out of the way when the engine changes; `launch` starts JupyterLab or Notebook 7 on them.
- `config` writes one private folder, `jupyter` in the world's directory, for JUPYTER_CONFIG_PATH; that folder
  enables `extension`, and `labextension`, which begins the pages in the browser.
- `extension` runs in the Jupyter server: it sets the environment, holds the lease, lays out the workspace, and keeps
  one kernel at a time (`kernels`).
- `reader` finds the language of the person who opens a page, and has the pages rendered in it.
- `terminal` gives the shell of the terminals beside a page.

The package installs no entry point and no file under `share/jupyter` or `etc/jupyter`: without that folder, Jupyter
does not know it.  Imports `docker_lessons.world` and `docker_lessons.lessons`; knows neither engine nor Hub.
"""
