"""The demonstration: Berlin, its partner cities and six stories, in files that people read and edit, and their loader.

`*.toml` hold the facts, `stories/` and `pages/` the texts (see `reading`), `pictures/` the illustrations. The loader is
`manage.py load_demo`; the site itself never reads any of this.
"""
