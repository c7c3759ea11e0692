"""From a list that somebody hands over to event manuscripts: CSV, XLSX and calendar files. Nothing becomes public.

    files.read(content)               what the file says: records, one for each date, as a `Source`
    planning.plan(source, options, user)   what that would create and change, and what it leaves out and why
    applying.apply(run, user, digest)      all of it in one transaction, if it is still what somebody has looked at
    undoing.undo(run, user, digest)        and back, as far as nobody has changed anything since

Two rules lie behind all of it. What an export of ours would say of an event is no change of it, whatever it looks like:
so a list that goes out comes back unchanged. And nothing is guessed that people would read differently.
"""
