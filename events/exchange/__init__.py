"""Files of programmes: schedule.xml, schedule.json, CSV and XLSX, out and in, without loss.

`rows` says what a file holds, `published` and `drafts` read it from the site, `tables` and
`schedule` write it. `reading` takes a file apart; `matching`, `merging` and `differences` compare
it with a draft; `importing` takes it over, all or nothing. `problems` is the closed list of what
can be wrong with a file.
"""
