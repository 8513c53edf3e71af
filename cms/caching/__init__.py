"""What answers depend on, and whether they still hold: tags, their versions, and stored answers.

`tags` has the vocabulary, `rules` says which tags a row of a table stands for, `triggers` makes the
database raise their versions whenever such a row changes, `versions` reads these, `answers` stores
answers with the tags that they depend on. Knows models as Wagtail does, and no app of ours by name.
"""
