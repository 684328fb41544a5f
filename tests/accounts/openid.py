"""A small OpenID provider on a port of its own, which says of everybody who comes what it was told."""

import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT, SECRET = "magazine", "a secret of both"


class Provider:
    """`person` is who signs in there; with `refuses` they turn back, when `broken` it answers nonsense."""

    def __init__(self):
        self.person = {"sub": "1", "email": "carol@example.com", "email_verified": True, "preferred_username": "carol"}
        self.refuses = self.broken = False
        self.challenges = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"provider": self}))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True).start()  # hears soon when to stop

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def authorize(self, asked):
        """Where the browser is sent back to."""
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = f"code{len(self.challenges)}"
        self.challenges[code] = asked["code_challenge"]
        said = {"error": "access_denied"} if self.refuses else {"code": code}
        return f"{asked['redirect_uri']}?{urlencode(said | {'state': asked['state']})}"

    def token(self, asked):
        """For the code, once, and only to who began and knows the secret."""
        proof = base64.urlsafe_b64encode(hashlib.sha256(asked["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if self.challenges.pop(asked["code"], None) != proof or asked["client_secret"] != SECRET:
            return {"error": "invalid_grant"}
        claims = self.person | {"iss": self.url, "aud": CLIENT, "iat": 0, "exp": 2**33}
        signed = jwt.encode(claims, "k" * 64, algorithm="HS256")
        return {"access_token": "open sesame", "token_type": "Bearer", "id_token": signed}

    def configuration(self):
        addresses = {f"{name}_endpoint": f"{self.url}/{name}" for name in ("authorization", "token", "userinfo")}
        return addresses | {
            "issuer": self.url,
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }


class Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self):
        address = urlsplit(self.path)
        if address.path == "/authorization":
            self.send_response(302)
            self.send_header("Location", self.provider.authorize(_plain(address.query)))
            self.end_headers()
        elif address.path == "/userinfo" and self.headers["Authorization"] == "Bearer open sesame":
            self.answer(self.provider.person)
        elif address.path == "/.well-known/openid-configuration":
            self.answer(self.provider.configuration())
        else:
            self.send_error(404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.answer(self.provider.token(_plain(body)))

    def answer(self, what):
        body = b"<html>502" if self.provider.broken else json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def _plain(query):
    return {name: values[0] for name, values in parse_qs(query).items()}
