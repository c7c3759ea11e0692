"""What the office hands to the press: a kit of programme, stories, pictures and quotes. Reads what is public, only
that.

`gathering` finds it, `archive` writes it as a ZIP file, piece by piece.
"""
