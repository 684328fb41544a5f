"""The mail server is down: what needs a mail says so and leaves nothing behind, everything else goes on."""

import socketserver
import threading
from contextlib import contextmanager

from tests.magazine.servers import free_port

CAROL = {"email": "carol@example.com", "username": "carol", "password1": "three unrelated words"}


class MailServer(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"220 mail.example\r\n")
        while line := self.rfile.readline().strip().lower():
            if line == b"data":
                self.wfile.write(b"354 go on\r\n")
                while self.rfile.readline().strip() != b".":
                    pass
            self.wfile.write(b"221 bye\r\n" if line == b"quit" else b"250 yes\r\n")


class Threaded(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


@contextmanager
def mail_server(port):
    with Threaded(("127.0.0.1", port), MailServer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


def test_outage_of_the_mail_server(make_magazine, tmp_path):
    port = free_port()
    magazine = make_magazine(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{port}")
    carol, forgetful, reader = magazine.browser(), magazine.browser(), magazine.signed_in("reader0")
    carol.get("/accounts/signup/")
    forgetful.get("/accounts/password/reset/")
    for refused in (
        carol.post("/accounts/signup/", **CAROL),
        forgetful.post("/accounts/password/reset/", email="reader1@example.com"),
    ):
        assert (refused.status, refused.headers["Retry-After"]) == (503, "30")
        assert "none can be sent right now" in refused.text
    assert magazine.ask("SELECT count(*) FROM accounts_user WHERE username = 'carol'") == 0
    assert magazine.ask("SELECT count(*) FROM account_emailaddress WHERE email LIKE 'carol%'") == 0
    assert reader.post("/articles/story-0/comments/", body="No mail needed").is_acknowledged
    assert magazine.browser().post("/articles/story-0/reactions/", value="like").is_acknowledged
    with mail_server(port):
        assert carol.post("/accounts/signup/", **CAROL).headers["Location"] == "/accounts/confirm-email/"
        assert forgetful.post("/accounts/password/reset/", email="reader1@example.com").status == 302
    assert magazine.ask("SELECT count(*) FROM accounts_user WHERE username = 'carol'") == 1
