"""What counts as a word, in every language of the network."""

import pytest

from translations.domain.words import count_words


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("… – · !?", 0),
        ("Shade and water", 3),
        ("Don’t stop at example.org", 4),
        ("It's 1,234.5 km, 24/7", 5),
        ("Well-known: snake_case", 3),
        ("L'eau, l’ombre et Saint-Denis", 5),
        ("¿Qué? ¡Sí!", 2),
        # Korean: by its spaces, with particles.
        ("그늘과 물이 있는 거리", 4),
        # Arabic: vowel signs and tatweel are parts of a word, the joined "and" too.
        ("شوارعُ باردةٌ، وظِلٌّ ومـاء", 4),
        ("٢٤٫٥ درجة", 2),
        # Persian: the joiner of no width stands inside a word.
        ("می\u200cخواهم خانه\u200cها را ببینم", 4),
        # Composed or not, it is the same word.
        ("cafe\u0301 café", 2),
        ("one\u200btwo", 2),
        ("left\u200e-to\u200f right", 3),
        # Markup is none; a tag inside a word does not divide it, a new line does.
        ('See <a id="a1">the <b>big</b> plan</a><br/>now', 5),
        ("<b>S</b>hade", 1),
        ("one<br/>two", 2),
        ("a &lt; b &amp; c", 3),
        ("5 < 6 and 7 > 6", 5),
    ],
)
def test_words_are_those_between_unicodes_boundaries(text, number):
    assert count_words(text) == number
