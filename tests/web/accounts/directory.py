"""A directory of the tests' own, on this machine: OpenID Connect as a council's would speak it."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT_ID, CLIENT_SECRET = "line-of-sight", "not-a-secret"


@dataclass
class Directory:
    """Who signs in there next is `person`. `token` overwrites what the identity token says; `wrong` breaks a step."""

    address: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    token: dict[str, Any] = field(default_factory=dict)
    wrong: str = ""
    key: Any = field(default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def authorize(self, query: dict[str, str]) -> str:
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        back = {"code": code, "state": query["state"]}
        if self.wrong == "cancelled":
            back = {"error": "access_denied", "state": query["state"]}
        return f"{query['redirect_uri']}?{urlencode(back)}"

    def tokens(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(sent.get("code", ""), None)
        if asked is None or sent.get("client_secret") != CLIENT_SECRET or sent["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        if proof.decode() != asked.get("code_challenge"):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        says = {
            "iss": self.address,
            "aud": CLIENT_ID,
            "sub": self.person["sub"],
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce"),
            **self.token,
        }
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048) if self.wrong == "key" else self.key
        signed = jwt.encode(says, key, algorithm="RS256", headers={"kid": "one"})
        answer = {"access_token": "opens-userinfo", "token_type": "Bearer", "expires_in": 300, "id_token": signed}
        if self.wrong == "no id_token":
            del answer["id_token"]
        return 200, answer


def _handler(directory: Directory) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def answer(self, status: int, said: Any) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            at = urlsplit(self.path)
            directory.asked.append(at.path)
            here = directory.address
            if at.path == "/.well-known/openid-configuration":
                self.answer(
                    500 if directory.wrong == "down" else 200,
                    {
                        "issuer": here,
                        "authorization_endpoint": f"{here}/authorize",
                        "token_endpoint": f"{here}/token",
                        "userinfo_endpoint": f"{here}/userinfo",
                        "jwks_uri": f"{here}/keys",
                        "token_endpoint_auth_methods_supported": ["client_secret_post"],
                    },
                )
            elif at.path == "/authorize":
                query = {name: values[0] for name, values in parse_qs(at.query).items()}
                self.send_response(302)
                self.send_header("Location", directory.authorize(query))
                self.end_headers()
            elif at.path == "/keys":
                key = json.loads(RSAAlgorithm.to_jwk(directory.key.public_key()))
                self.answer(200, {"keys": [{**key, "kid": "one", "alg": "RS256", "use": "sig"}]})
            elif at.path == "/userinfo" and self.headers["Authorization"] == "Bearer opens-userinfo":
                self.answer(200, {**directory.person, **({"sub": "other"} if directory.wrong == "userinfo" else {})})
            else:
                self.answer(404, {})

        def do_POST(self) -> None:
            directory.asked.append(self.path)
            sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.answer(*directory.tokens({name: values[0] for name, values in sent.items()}))

    return Handler


@contextmanager
def running() -> Iterator[Directory]:
    """A directory on a free port of this machine."""
    directory = Directory()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(directory))
    directory.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield directory
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
