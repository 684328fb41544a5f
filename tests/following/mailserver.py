"""A mail server that says no when it is told to, and hangs when it is told to."""

import re
import socketserver
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class MailServer:
    """`refused`: what is said to a recipient; `hangs_for`: whose mail is taken and never acknowledged.

    `sender`, `mail`: what is said to whoever writes, and to what they write.
    """

    port: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    sender: str = "250 yes"
    mail: str = "250 yes"
    hangs_for: str = ""
    seconds: float = 0
    taken: list[str] = field(default_factory=list)
    hanging: threading.Event = field(default_factory=threading.Event)


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        server, to = self.server.told, ""
        self.say("220 mail.example")
        while line := self.rfile.readline().decode().strip():
            word = line.lower()
            if word.startswith("rcpt to:"):
                to = re.search(r"<(.+)>", line)[1]
                self.say(server.refused.get(to, "250 yes"))
            elif word.startswith("mail from:"):
                self.say(server.sender)
            elif word == "data":
                self.take(server, to)
            else:
                self.say("221 bye" if word == "quit" else "250 yes")

    def take(self, server, to):
        self.say("354 go on")
        while self.rfile.readline().rstrip(b"\r\n") != b".":
            pass
        if to == server.hangs_for:
            server.hanging.set()
            self.rfile.read()  # until the other side is gone
            return
        time.sleep(server.seconds)
        if server.mail.startswith("2"):
            server.taken.append(to)
        self.say(server.mail)

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


class Threaded(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


@contextmanager
def running(**told):
    with Threaded(("127.0.0.1", 0), Handler) as server:
        server.told = MailServer(port=server.server_address[1], **told)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.told
        server.shutdown()


def mailers(server):
    options = {"host": "127.0.0.1", "port": server.port, "timeout": 5}
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
