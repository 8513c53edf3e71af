"""How a worker of gunicorn takes connections: one only when it has nothing else to do."""

from __future__ import annotations

import errno
import socket
import struct
import time
from concurrent.futures import Future
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn import glogging
from gunicorn.workers.gthread import TConn, ThreadWorker

# For how many seconds a client may say nothing in the middle of a request, or take nothing of an
# answer. The proxy in front is more patient, and has nothing else to do.
PATIENCE = 10
NOBODY_WAITS = {errno.EAGAIN, errno.ECONNABORTED}


class Logger(glogging.Logger):
    """Writes what happens to the server; each request is logged by the application."""

    def access(self, *of_a_request: Any) -> None:
        """Write no line, and gather nothing for one."""


class PatientWorker(ThreadWorker):
    """Leaves connections to its siblings while it is busy, and none behind when it must stop.

    gunicorn's own takes every connection that comes and lets it wait for its one thread, while
    other workers are idle; when it is killed, all that wait are lost with it. And it gives each
    connection its thread for some seconds, also if nothing is said on it.

    This one answers in the thread that waits for connections, each that has something to say in
    turn, a new one after a kept one. So there is no queue to be lost, and no handing over between
    threads.
    """

    told_to_stop = False
    is_at_work = False

    def init_process(self) -> None:
        """Have the system hand over connections together with what is said on them.

        One taken before that would count as silent, and might speak while another is answered.
        """
        if option := getattr(socket, "TCP_DEFER_ACCEPT", None):
            for listener in self.sockets:
                if listener.sock.family != socket.AF_UNIX:
                    listener.sock.setsockopt(socket.IPPROTO_TCP, option, 1)
        super().init_process()

    def accept(self, listener: Any) -> bool:
        """Take a connection; answer it once there is something to read."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno in NOBODY_WAITS:
                return False
            raise
        self.nr_conns += 1
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            client.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", PATIENCE, 0))
        connection = TConn(self.cfg, client, address, listener.getsockname())
        try:
            client.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            self.put_aside(connection)
        except OSError:
            self.nr_conns -= 1
            connection.close()
        else:
            connection.data_ready = True
            self.enqueue_req(connection)
        return True

    def on_client_socket_readable(self, conn: Any, client: Any) -> None:
        """Answer a kept connection, then a new one if one waits.

        gunicorn takes one new connection in each round over all kept ones: of many that come at
        once, the last would wait for that many rounds.
        """
        super().on_client_socket_readable(conn, client)
        for listener in self.sockets if self._accepting and self.alive else ():
            if self.nr_conns < self.worker_connections:
                self.accept(listener)

    def put_aside(self, connection: Any) -> None:
        """Wait for a silent connection, as gunicorn does in the end."""
        connection.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(connection)
        call = partial(self.on_pending_socket_readable, connection)
        self.poller.register(connection.sock, EVENT_READ, call)

    def enqueue_req(self, conn: Any) -> None:
        """Answer a connection, at once."""
        if self.is_at_work:
            # Its next request came together with the last one: others first.
            self.method_queue.defer(self.enqueue_req, conn)
            return
        self.notify()
        self.is_at_work = True
        answered: Future[Any] = Future()
        try:
            answered.set_result(self.handle(conn))
        except Exception as error:  # noqa: BLE001 - gunicorn closes the connection
            answered.set_exception(error)
        self.finish_request(conn, answered)
        self.is_at_work = False

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Note that the master wants this worker to stop."""
        self.told_to_stop = True
        super().handle_exit(sig, frame)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Before it stops, take what has connected already: nobody else may be there to do it."""
        super().set_accept_enabled(enabled)
        if self.told_to_stop and not enabled:
            # All are taken before one is answered: whoever has an answer may come again at once.
            self.is_at_work = True
            for listener in self.sockets:
                while self.accept(listener):
                    pass
                # Who comes now is refused, and may go elsewhere, instead of waiting in vain.
                listener.close()
            self.is_at_work = False
