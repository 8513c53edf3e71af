"""A WSGI application that answers with its process id, after as many seconds as it is asked for."""

import os
import time


def application(environ, start_response):
    environ["wsgi.input"].read()
    time.sleep(float(environ["QUERY_STRING"] or 0))
    body = str(os.getpid()).encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]
