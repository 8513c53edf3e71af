"""An editor who publishes without a break: `python -m tests.support.editor SECONDS PAGE…`.

Each line of output names a page and the title that it has from now on.
"""

import sys
import time
from itertools import count, cycle

import django

# Titles are numbers of at least two digits.
FIRST = 11


def publish(pk, title):
    from wagtail.models import Page  # app ready

    page = Page.objects.get(pk=pk).specific
    if title % 3:
        page.title = str(title)
        page.save_revision().publish()
    else:
        # As bulk operations do: no signal, no hook.
        Page.objects.filter(pk=pk).update(title=str(title), draft_title=str(title))


def main(seconds, *pages):
    django.setup()
    end = time.monotonic() + float(seconds)
    for title, pk in zip(count(FIRST), cycle(map(int, pages)), strict=False):
        # Each page at least once, however slow the machine is.
        if time.monotonic() > end and title >= FIRST + len(pages):
            return
        publish(pk, title)
        sys.stdout.write(f"{pk} {title}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
