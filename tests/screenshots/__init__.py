"""The pictures of docs/editors: made from the running product, never by hand (`make screenshots`).

`pictures` names them, `stage` prepares the sample content for them, `labels` reads what a page
calls its buttons and fields: a test compares that with what it was when the picture was made.
"""
