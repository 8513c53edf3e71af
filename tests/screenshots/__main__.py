"""`make screenshots`: load the sample content in a database of its own, and take all pictures."""

import os
import sys
import tempfile
from io import BytesIO

import django
from django.core.management import call_command
from PIL import Image

from tests.support.browser import Browser
from tests.support.servers import gunicorn

SETTINGS = "cms.settings.dev"
SIZE = (1200, 900)
TALLEST = 1600
# Few colours are enough for an admin, and make a third of the file.
COLOURS = 128
AT_REST = """
document.activeElement?.blur();
for (const it of document.querySelectorAll(".w-slim-header")) it.style.position = "static";
scrollTo(0, 0);
const parts = [...document.querySelectorAll("html, main, .content-wrapper, .wrapper")];
return Math.max(...parts.map((it) => it.scrollHeight));
"""


def take(picture, browser, folder):
    """Take one picture."""
    browser.resize(*SIZE)
    browser.open(picture.address())
    picture.act(browser)
    height = min(browser.run(AT_REST), TALLEST)
    if not picture.scrolled:
        browser.resize(SIZE[0], height)
    else:
        picture.act(browser)
    image = Image.open(BytesIO(browser.driver.get_screenshot_as_png()))
    image.quantize(COLOURS).save(folder / f"{picture.name}.png", optimize=True)


def take_all(pictures, folder, port, password):
    """Take all pictures, each as the user who looks at it."""
    for username in dict.fromkeys(picture.username for picture in pictures):
        browser = Browser(f"http://127.0.0.1:{port}")
        browser.log_in(username, password)
        for picture in pictures:
            if picture.username == username:
                sys.stdout.write(f"{picture.name}\n")
                take(picture, browser, folder)
        browser.close()


def main():
    """Make the site, then the pictures, then the list of their labels."""
    with tempfile.TemporaryDirectory(prefix="cms-screenshots-") as folder:
        database = f"sqlite:///{folder}/db.sqlite3"
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "DATABASE_URL": database,
            "MEDIA_ROOT": f"{folder}/media",
        }
        django.setup()
        from . import labels, pictures, stage  # app ready

        call_command("migrate", verbosity=0)
        call_command("load_sample_content")
        stage.prepare()
        labels.FOLDER.mkdir(exist_ok=True)
        with gunicorn(database, DJANGO_SETTINGS_MODULE=SETTINGS) as port:
            take_all(pictures.PICTURES, labels.FOLDER, port, stage.PASSWORD)
        labels.write_manifest(labels.labels_now(pictures.PICTURES))


if __name__ == "__main__":
    main()
