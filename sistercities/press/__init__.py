"""What the office hands to the press: a kit of programme, stories, pictures and quotes. Reads what is public alone.

`gathering` finds it, `archive` writes it as a ZIP file piece by piece, `building` does both for a `Dossier` in a
process of its own, which `starting` starts.
"""
