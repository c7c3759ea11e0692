"""Events as lists that staff hand out: which (`selection`), what of them (`columns`, `layout`), how (`formats`).

`export.Export` binds the three. What the public reads comes from editions (`public`), everything else from manuscripts
(`desk`); both give the same rows (`rows`). Nothing here asks whether somebody may export: the doors do.
"""
