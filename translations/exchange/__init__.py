"""Files for translation programs: PO and XLIFF 2, out and in, without loss.

`document` says what is to be translated, `po` and `xliff` write and read it, `markup` checks what
came back against its original, `importing` takes it over, all or nothing. `problems` is the closed
list of what can be wrong.
"""
