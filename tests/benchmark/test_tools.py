"""The bench's own tools: macros, load, tables, drawings."""

import re
import socketserver
import threading
from xml.etree import ElementTree

import pytest

from bench.dialects import expand
from bench.load import Sample, WrongAnswerError, fetch, put_under_load
from bench.measure import Target
from bench.plots import WIDTH, lines, ratios
from bench.queries import Ask
from bench.report import growth_table, table

REQUEST = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("SELECT PAIR(a, f(b, c))", "SELECT a = f(b, c)"),
        ("PAIR(LAST(x), y)", "x DESC = y"),
        ("ALL_OF(a, b, c)", "f(a, b, c)"),
        ("NOW + NOWHERE", "%(now)s + NOWHERE"),
    ],
)
def test_macros_are_expanded(text, result):
    macros = {
        "PAIR": "{0} = {1}",
        "LAST": "{0} DESC",
        "ALL_OF": "f({*})",
        "NOW": "%(now)s",
    }

    assert expand(text, macros) == result


def test_an_open_parenthesis_is_an_error():
    with pytest.raises(ValueError, match="not closed"):
        expand("PAIR(a, b", {"PAIR": "{0} = {1}"})


@pytest.fixture
def server():
    """Run a server that gives its `answers` in turn, the last one for ever."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            while self.rfile.readline().strip():
                while self.rfile.readline().strip():
                    pass
                answers = self.server.answers
                body = answers.pop(0) if len(answers) > 1 else answers[0]
                status = b"200 OK" if body else b"500 Broken"
                length = str(len(body)).encode()
                self.wfile.write(
                    b"HTTP/1.1 %b\r\nContent-Length: %b\r\n\r\n%b" % (status, length, body)
                )

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        answers = [b"same"]

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_load_counts_whole_answers(server):
    port = server.server_address[1]

    sample = put_under_load(port, REQUEST, b"same", seconds=0.05, connections=3)

    assert fetch(port, REQUEST) == b"same"
    assert len(sample.latencies) >= 3
    assert sample.rate == len(sample.latencies) / sample.seconds


@pytest.mark.parametrize("answers", [[b"same", b"other"], [b""]])
def test_load_refuses_another_answer(server, answers):
    server.answers = answers

    with pytest.raises(WrongAnswerError):
        put_under_load(server.server_address[1], REQUEST, b"same", seconds=0.05, connections=1)


def figures(ratio, rate=10.0, cpu=1.5):
    """Give what was measured of one query on one system."""
    return {
        "ratio": ratio,
        "requests_per_second": rate,
        "p95_ms": 2.0,
        "cpu_ms": cpu,
        "database_cpu_ms": None,
        "statements": 3,
        "bytes": 400,
    }


def test_table_has_a_dash_for_what_cannot_be_asked():
    lines = table({"queries": {"q5": {"product": figures(0.5), "floor": figures(1)}}}).splitlines()

    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    assert cells == [
        ["Q5 translations", "product", "0.500", "10.00", "2.00", "1.50", "–", "3", "400"],
        ["", "stored", *"–––––––"],
        ["", "floor", "1.00", "10.00", "2.00", "1.50", "–", "3", "400"],
        ["", "stock", *"–––––––"],
    ]


def test_growth_is_told_in_parts_of_the_smallest():
    small, large = ({**figures(1), "growth": growth} for growth in (1.0, 2.0))
    growth = {"sessions": {"q1": {"10": small, "100": large}}}

    assert growth_table(growth).splitlines()[2] == (
        "| Q1    | 1.00        | 2.00         | 3 / 3 |"
    )


def test_growth_is_the_median_of_what_rounds_say():
    small, large = (Target(name, server=None, ask=Ask("/", {})) for name in ("small", "large"))
    # The machine is slower in the second round, and disturbed in the third.
    for number, costs in enumerate([(1.0, 1.5), (2.0, 3.0), (1.0, 9.0)]):
        for target, seconds in zip((small, large), costs, strict=True):
            target.samples[number] = Sample(9.0, [0.1, 0.1], seconds, seconds)

    assert large.growth_from(small) == 1.5
    assert small.samples[1].cost == 2.0
    assert Sample(9.0, [0.1, 0.1, 0.1]).cost == 3.0


def test_drawings_are_xml():
    bars = ratios({"q1": {"product": figures(0.5), "floor": figures(1)}})
    curves = lines("Requests & more", "sessions", {"Q1": [(10, 5.0), (1000, 4.0)]})

    for drawing in (bars, curves):
        assert ElementTree.fromstring(drawing).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own drawing


def test_bars_of_what_is_fast_leave_room_for_their_labels():
    drawing = ratios({"q2": {"stored": figures(25.0), "product": figures(0.5)}})

    ends = [
        float(end) for end in re.findall(r'<text x="([\d.]+)"[^>]*>(?:stored|product) ', drawing)
    ]
    assert len(ends) == 2
    assert max(ends) + 14 * 7 <= WIDTH


def test_labels_of_lines_that_end_together_stand_apart():
    drawing = lines(
        "Requests", "sessions", {"Q1": [(1, 30.0), (9, 7.0)], "Q2": [(1, 9.0), (9, 7.0)]}
    )

    heights = {
        name: float(re.search(rf'y="([\d.]+)"[^>]*>{name}<', drawing)[1]) for name in ("Q1", "Q2")
    }
    assert abs(heights["Q1"] - heights["Q2"]) == pytest.approx(14)


def test_ticks_are_round_numbers():
    drawing = lines("Requests", "sessions", {"Q1": [(1, 37.0), (9, 7.0)]})

    assert re.findall(r'text-anchor="end">([\d.]+)<', drawing) == ["0", "10", "20", "30", "40"]
