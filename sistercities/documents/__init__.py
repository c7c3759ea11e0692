"""Documents that an office hands out: objects in, bytes out.

This room knows no app, no request and no database: what it prints are plain values, in words of one language, polished
already. `agenda` is a programme of events; `programme_pdf` prints it as tagged PDF, `programme_docx` as a document to
edit on.
"""
