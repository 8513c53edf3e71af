"""The daily mail about translations, read back as a mail program reads it."""

import datetime
import email
import email.policy
import re
from io import StringIO
from pathlib import Path

import polib
import pytest
import time_machine
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from events.models import TrainingSessionPage
from tests.support.translated_site import write
from translations.domain.assigning import assign
from translations.domain.drafting import synchronize
from translations.domain.review import send_for_review
from translations.models import DigestPreference

COMMAND = "send_translation_digest"
# Later than any day on which the sites of these tests are made, before the clock is stopped.
MORNING = datetime.datetime(2056, 11, 26, 6, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
LOCALES = Path(__file__).resolve().parents[2] / "translations/locale"
TEXTS = {"Cool streets": "شوارع باردة", "Shade and water": "ظل وماء", "Opening": "الافتتاح"}


@pytest.fixture
def clock():
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def amal(clock, site, translator):
    return named(translator, "Amal", "amal@example.org")


@pytest.fixture
def rana(clock, site, reviewer):
    return named(reviewer, "Rana", "rana@example.org")


def named(user, first, address):
    user.first_name, user.email = first, address
    user.save()
    return user


def run():
    out = StringIO()
    call_command(COMMAND, stdout=out)
    return out.getvalue().strip()


def read(message):
    """Parse a mail as it goes out, with the standard library."""
    return email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)


def parts(message):
    """Give the text and the HTML of a mail."""
    return [message.get_body([kind]).get_content() for kind in ("plain", "html")]


def lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def prefer(user, code):
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": code})


def test_a_translator_is_told_of_new_work(site, amal, mailoutbox):
    translation = site.begin(site.session)
    assign([translation], site.boss, deadline=MORNING.date() + 9 * DAY)

    assert run() == "1 mails sent."

    mail = read(mailoutbox[0])
    desk = f"http://localhost{reverse('translations_desk', args=[translation.pk])}"
    text, html = parts(mail)
    assert lines(text) == [
        "Hello Amal,",
        "1 new translation",
        "- \u2068Cool streets\u2069 – Arabic",
        "6 words to translate",
        "Deadline: 5 December 2056",
        desk,
        "All translations: http://localhost/admin/translations/",
        "Stop these mails, or get them in another language: http://localhost/admin/account/",
    ]
    assert mail["To"] == "amal@example.org"
    assert (mail["Cc"], mail["Bcc"], mail["Reply-To"]) == (None, None, None)
    assert mail["Subject"] == "MITI CMS: 1 translation to look at"
    assert mail["List-Unsubscribe"] == "<http://localhost/admin/account/>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    assert set(re.findall(r'href="([^"]+)"', html)) == {
        desk, "http://localhost/admin/translations/", "http://localhost/admin/account/",
    }  # fmt: skip


def test_each_is_told_what_concerns_them(site, amal, rana, mailoutbox):
    sent = site.begin(site.session)
    write(sent, TEXTS)
    send_for_review(sent, amal)
    late, near = site.begin(site.theme), site.begin(site.trainings)
    assign([late], site.boss, deadline=MORNING.date() - DAY, assignee=amal)
    assign([near], site.boss, deadline=MORNING.date() + 3 * DAY)
    site.begin(site.session, "ko")
    zaid = named(site.member("zaid", "Translators: Arabic"), "Zaid", "zaid@example.org")
    mailoutbox.clear()  # Wagtail has told the reviewer too, at once.

    assert run() == "3 mails sent."

    said = {mail.to[0]: lines(parts(read(mail))[0]) for mail in mailoutbox}
    assert said["amal@example.org"][1] == "1 deadline is past"
    assert [line for line in said["rana@example.org"] if line.endswith(" – Arabic")] == [
        "- \u2068Heat\u2069 – Arabic",
        f"- \u2068{site.trainings.title}\u2069 – Arabic",
        "- \u2068Cool streets\u2069 – Arabic",
    ]
    assert "1 translation awaits your review" in said["rana@example.org"]
    assert "1 translation awaits your review" not in said["amal@example.org"]
    assert [line for line in said[zaid.email] if line.endswith(" – Arabic")] == [
        f"- \u2068{site.trainings.title}\u2069 – Arabic"
    ]
    # Nobody reads of anybody else.
    for address, own in said.items():
        for name in ("amal", "rana", "zaid", "boss"):
            assert (name in " ".join(own).lower()) == address.startswith(name)


def test_nothing_is_sent_where_there_is_nothing_to_say(site, clock, amal, rana, mailoutbox):
    site.begin(site.session, "ko")
    assert run() == "0 mails sent."
    assert not DigestPreference.objects.exists()

    translation = site.begin(site.session)
    assert run() == "1 mails sent."
    clock.move_to(MORNING + DAY)
    assert run() == "0 mails sent."

    page = TrainingSessionPage.objects.get(pk=site.session.pk)
    write(translation, TEXTS)
    page.theme = "Shade"
    page.save_revision().publish()
    assert run() == "1 mails sent."
    assert "1 original has changed" in lines(parts(read(mailoutbox[-1]))[0])
    clock.move_to(MORNING + 2 * DAY)
    assert run() == "0 mails sent."
    synchronize(translation.source, [translation])
    assert run() == "1 mails sent."
    assert [mail.to for mail in mailoutbox] == [["amal@example.org"]] * 3


def test_there_is_one_mail_a_day(site, clock, amal, mailoutbox):
    assign([site.begin(site.session)], site.boss, deadline=MORNING.date())

    assert [run(), run()] == ["1 mails sent.", "0 mails sent."]
    clock.move_to(MORNING + DAY - datetime.timedelta(hours=7))
    assert run() == "0 mails sent."
    clock.move_to(MORNING + DAY)
    assert run() == "1 mails sent."
    assert len(mailoutbox) == 2


class Broken(EmailBackend):
    """A server that takes mails until one address, and can stop the whole run there."""

    def send_messages(self, messages):
        if messages[0].to == ["rana@example.org"]:
            raise FAULT[0]
        return super().send_messages(messages)


FAULT = [ConnectionError("away")]


@pytest.mark.parametrize("fault", [ConnectionError("away"), KeyboardInterrupt()])
def test_an_interrupted_run_goes_on_without_second_mails(
    site, amal, rana, mailoutbox, settings, fault
):
    assign([site.begin(site.session)], site.boss, deadline=MORNING.date())
    named(site.member("zaid", "Translators: Arabic"), "Zaid", "zaid@example.org")
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Broken"
    FAULT[0] = fault

    with pytest.raises((CommandError, KeyboardInterrupt)):
        run()
    settings.EMAIL_BACKEND = working
    run()

    sent = sorted(mail.to[0] for mail in mailoutbox)
    # Whether the server took a mail before everything stopped is not known: then rather none.
    interrupted = isinstance(fault, KeyboardInterrupt)
    others = ["amal@example.org", "zaid@example.org"]
    assert sent == (others if interrupted else sorted([*others, "rana@example.org"]))


@pytest.mark.parametrize("why", ["opted out", "no address", "inactive", "no role"])
def test_who_gets_none(site, amal, mailoutbox, why):
    site.begin(site.session)
    if why == "opted out":
        DigestPreference.objects.create(user=amal, is_wanted=False)
    elif why == "no role":
        amal.groups.clear()
    else:
        amal.email, amal.is_active = ("", True) if why == "no address" else (amal.email, False)
        amal.save()

    assert run() == "0 mails sent."
    assert mailoutbox == []


def test_the_account_has_the_choice(client, site, amal, mailoutbox):
    site.begin(site.session)
    address = reverse("wagtailadmin_account")
    client.force_login(amal)
    page = client.get(address)
    form = page.context["panels_by_tab"]
    assert "Mail about translations" in page.content.decode()
    assert form

    fields = {
        "name_email-first_name": "Amal",
        "name_email-last_name": "Said",
        "name_email-email": "amal@example.org",
        "locale-current_time_zone": "",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    client.post(address, {**fields, "translation_digest-language": "ko"})
    row = DigestPreference.objects.get(user=amal)
    assert (row.is_wanted, row.language) == (False, "ko")
    assert run() == "0 mails sent."
    client.post(
        address,
        {**fields, "translation_digest-is_wanted": "on", "translation_digest-language": "ko"},
    )
    assert run() == "1 mails sent."
    assert read(mailoutbox[0])["Subject"] == "MITI CMS: 확인할 번역 1건"
    client.force_login(site.boss)
    assert "Mail about translations" not in client.get(address).content.decode()


def test_arabic_runs_from_right_to_left_in_a_real_file(site, amal, settings, tmp_path):
    prefer(amal, "ar")
    assign([site.begin(site.session)], site.boss, deadline=MORNING.date())
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)

    run()

    (file,) = tmp_path.iterdir()
    with file.open("rb") as handle:
        mail = email.message_from_binary_file(handle, policy=email.policy.default)
    text, html = parts(mail)
    assert mail["Subject"].strip() == "MITI CMS: ترجمة واحدة تحتاج إلى اهتمامك"
    assert lines(text)[:5] == [
        "مرحبًا Amal،",
        "موعد نهائي واحد قريب",
        "- \u2068Cool streets\u2069 – العربيّة",
        "6 كلمات للترجمة",
        "الموعد النهائي: 26 نوفمبر، 2056",
    ]
    assert '<html lang="ar" dir="rtl">' in html
    assert '<bdi lang="en" dir="ltr">Cool streets</bdi>' in html


@pytest.mark.parametrize(
    ("code", "subject", "greeting"),
    [
        ("", "1 translation to look at", "Hello Amal,"),
        ("fr", "1 traduction à examiner", "Bonjour Amal,"),
        ("es", "1 traducción por atender", "Hola, Amal:"),
        ("fa", "1 ترجمه برای رسیدگی", "سلام Amal،"),
        ("ko", "확인할 번역 1건", "Amal 님, 안녕하세요."),
        ("de", "1 translation to look at", "Hello Amal,"),
    ],
)
def test_the_mail_is_in_the_readers_language(site, amal, mailoutbox, code, subject, greeting):
    prefer(amal, code)
    site.begin(site.session)

    run()

    mail = read(mailoutbox[0])
    # A header that is folded before its first word comes back with a space.
    assert mail["Subject"].strip() == f"MITI CMS: {subject}"
    assert lines(parts(mail)[0])[0] == greeting


@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        ("ar", {0: "لا كلمات", 1: "كلمة واحدة", 2: "كلمتان", 7: "7 كلمات", 11: "11 كلمة"}),
        ("fr", {0: "0 mot ", 1: "1 mot ", 2: "2 mots "}),
        ("es", {1: "1 palabra ", 2: "2 palabras ", 1_000_000: "1000000 de palabras "}),
        ("fa", {1: "1 واژه", 5: "5 واژه"}),
        ("ko", {1: "번역할 단어 1개", 5: "번역할 단어 5개"}),
    ],
)
def test_plural_forms(code, numbers):
    from django.utils.translation import ngettext

    with override(code):
        for number, begin in numbers.items():
            form = ngettext("%(words)s word to translate", "%(words)s words to translate", number)
            assert (form % {"words": number}).startswith(begin)


def marked():
    """Give the texts of the mail that are marked for translation."""
    from django.utils.translation.template import templatize

    found = set()
    for path in (LOCALES.parent / "templates/translations/mail").iterdir():
        source = templatize(path.read_text(encoding="utf-8"), origin=path.name)
        found.update(re.findall(r"gettext\(u?'((?:[^'\\]|\\.)*)'", source))
    return found | {"%(number)d translation to look at"}


@pytest.mark.parametrize("code", ["fr", "es", "ar", "fa", "ko"])
def test_every_text_of_the_mail_is_translated(code):
    folder = LOCALES / code / "LC_MESSAGES"
    catalogue = polib.pofile(str(folder / "django.po"))
    compiled = polib.mofile(str(folder / "django.mo"))

    translated = {entry.msgid: entry for entry in catalogue.translated_entries()}
    assert len(marked()) == 12
    assert marked() - translated.keys() == set()
    number = int(re.search(r"nplurals=(\d)", catalogue.metadata["Plural-Forms"])[1])
    for entry in translated.values():
        assert len(entry.msgstr_plural) in {0, number}
    said = {entry.msgid: (entry.msgstr, entry.msgstr_plural) for entry in compiled}
    assert said == {name: (e.msgstr, e.msgstr_plural) for name, e in translated.items()}


def test_a_long_list_is_cut(site, amal, mailoutbox, monkeypatch):
    monkeypatch.setattr("translations.domain.digest.SHOWN", 1)
    for item in (site.session, site.theme, site.trainings):
        site.begin(item)

    run()

    text = lines(parts(read(mailoutbox[0]))[0])
    assert text[1] == "3 new translations"
    assert text[5] == "… and 2 more"


@pytest.mark.parametrize("number", [1, 3])
def test_a_mail_takes_the_same_statements_for_any_number(site, amal, count_queries, number):
    for item in (site.session, site.theme, site.trainings)[:number]:
        site.begin(item)
    call_command(COMMAND, stdout=StringIO())
    DigestPreference.objects.all().delete()

    with count_queries() as queries:
        call_command(COMMAND, stdout=StringIO())

    assert len(queries) == 11
