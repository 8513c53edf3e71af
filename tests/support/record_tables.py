"""Tables as editors write them, and taking them over as editors do."""

import csv
import io

from organizations.exchange.applying import apply_import, keep_file
from organizations.exchange.kinds import kinds
from organizations.exchange.planning import plan_import
from organizations.exchange.rights import places
from organizations.exchange.writing import write


def table(*rows):
    """Write rows of values, of which the first gives the columns."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


class Exchange:
    """One kind of record in one language, for one editor."""

    def __init__(self, name, locale, user):
        self.kind = kinds()[name]
        self.locale = locale
        self.user = user

    @property
    def place(self):
        if not self.kind.is_page:
            return None
        return places(self.kind, self.user, self.locale.pk).first()

    def plan(self, data):
        place = self.place
        return plan_import(self.kind, data, locale_id=self.locale.pk, place=place, user=self.user)

    def take_over(self, data, *, publish=False):
        plan = self.plan(data)
        waiting = keep_file(plan, data, "file", locale_id=self.locale.pk, user=self.user)
        return apply_import(waiting, user=self.user, state=plan.state, publish=publish)

    def export(self, file_format="csv"):
        return write(self.kind, self.locale.pk, self.user, file_format)

    def rows(self):
        text = self.export().decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def codes(self, data):
        return [(str(p.code), p.line, p.column) for p in self.plan(data).problems]
