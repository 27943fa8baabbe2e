"""Prints what a daemon that is just starting answers at its Unix socket."""

import http.client
import socket
import sys
import time


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=10)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(10)
        self.sock.connect(self.path)


def ask(path, resource, deadline):
    while True:
        try:
            connection = UnixConnection(path)
            connection.request("GET", resource)
            return connection.getresponse().read()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


sys.stdout.buffer.write(ask(sys.argv[1], sys.argv[2], time.monotonic() + 30))
