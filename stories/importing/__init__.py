"""From the plain text that an office hands over to a manuscript.

Three steps, each usable alone: `decoding.decode` (bytes to text), `parsing.parse` (text to title, standfirst, blocks
and notes; pure, knows no database), `manuscript.import_text` (all that to rows, in one transaction). The rule behind
all three: nothing is lost, nothing is corrected silently. What is not understood stays in the text and is listed with
its line.
"""
