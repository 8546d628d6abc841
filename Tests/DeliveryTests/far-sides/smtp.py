#!/usr/bin/env python3
"""Mail servers for tests, on loopback: one for each way to take or not to take a mail.

    smtp.py FOLDER

Writes FOLDER/ports.json (way: port) once all listen, and each mail that it takes as FOLDER/WAY-KEY.eml with FOLDER/WAY-KEY.json
(recipients), by the key in its Message-ID. Ends when its standard input does.
"""
import asyncio, json, os, re, ssl, subprocess, sys
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

folder = sys.argv[1]


class Taker:
    """Takes mails, and answers in its way."""

    def __init__(self, way):
        self.way = way

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.way == "no-such-user":
            return f"550 5.1.1 <{address}>: no such user"
        if self.way == "greylisted":
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.way == "busy":
            return "451 4.3.0 try again later"
        if self.way == "too-big" and len(envelope.content) > 200_000:
            return "552 5.3.4 message too big"
        key = re.search(rb"^Message-ID: <([\w-]+)@", envelope.content, re.MULTILINE)[1].decode()
        name = f"{folder}/{self.way}-{key}"
        if os.path.exists(name + ".eml"):
            name += "-again"
        with open(name + ".eml", "wb") as file:
            file.write(envelope.content)
        with open(name + ".json", "w") as file:
            json.dump({"from": envelope.mail_from, "to": envelope.rcpt_tos}, file)
        if self.way == "lost":
            server.transport.abort()
            await asyncio.sleep(3600)
        if self.way == "silent":
            await asyncio.sleep(3600)
        return f"250 2.0.0 queued as {key}"


class Cutting(asyncio.Protocol):
    """Hangs up with a reset in the midst of a mail."""

    def connection_made(self, transport):
        self.transport, self.seen, self.data = transport, b"", 0
        transport.write(b"220 cutting\r\n")

    def data_received(self, data):
        if self.data:
            self.data += len(data)
            if self.data > 100_000:
                self.transport.abort()
            return
        self.seen += data
        while b"\r\n" in self.seen:
            line, self.seen = self.seen.split(b"\r\n", 1)
            if line.upper().startswith(b"DATA"):
                self.transport.write(b"354 go on\r\n")
                self.data = 1
                return
            self.transport.write(b"250 OK\r\n")


class Watching(asyncio.Protocol):
    """Takes mails, and tells when it has the beginning of one, and when a client is gone: FOLDER/begun-KEY, FOLDER/gone-KEY."""

    def connection_made(self, transport):
        self.transport, self.seen, self.mail, self.key = transport, b"", None, None
        transport.write(b"220 watching\r\n")

    def data_received(self, data):
        if self.mail is None:
            self.command(data)
            return
        self.mail += data
        if self.key is None and len(self.mail) > 100_000:
            self.key = re.search(rb"^Message-ID: <([\w-]+)@", self.mail, re.MULTILINE)[1].decode()
            self.tell("begun")
        if self.mail.endswith(b"\r\n.\r\n"):
            with open(f"{folder}/watching-{self.key}.eml", "wb") as file:
                file.write(self.mail)
            self.transport.write(b"250 2.0.0 queued\r\n")

    def command(self, data):
        self.seen += data
        while b"\r\n" in self.seen:
            line, self.seen = self.seen.split(b"\r\n", 1)
            if line.upper().startswith(b"DATA"):
                self.transport.write(b"354 go on\r\n")
                self.mail = b""
                return
            self.transport.write(b"250 OK\r\n")

    def connection_lost(self, reason):
        if self.key:
            self.tell("gone")

    def tell(self, what):
        open(f"{folder}/{what}-{self.key}", "w").close()


def certificate():
    path = f"{folder}/certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{folder}/key.pem", "-out", path, "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        check=True, stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, f"{folder}/key.pem")
    return context


def allows(server, session, envelope, mechanism, data):
    # "handled" would mean that the answer was given here.
    return AuthResult(success=(data.login, data.password) == (b"booth", b"geheim"), handled=False)


async def main():
    loop, context, ports = asyncio.get_running_loop(), certificate(), {}

    async def serve(way, factory, **options):
        server = await loop.create_server(factory, "127.0.0.1", 0, **options)
        ports[way] = server.sockets[0].getsockname()[1]

    for way in ["good", "lost", "silent", "busy", "too-big", "no-such-user", "greylisted"]:
        taker = Taker(way)
        await serve(way, lambda taker=taker: SMTP(taker, hostname="test", loop=loop, data_size_limit=40_000_000))
    await serve("cut", Cutting)
    await serve("watching", Watching)
    for way, tls in [("starttls", None), ("tls", context)]:
        taker = Taker(way)
        await serve(
            way,
            lambda taker=taker, tls=tls: SMTP(
                taker, hostname="test", loop=loop, tls_context=None if tls else context, require_starttls=not tls,
                authenticator=allows, auth_required=True, auth_require_tls=not tls, data_size_limit=40_000_000),
            ssl=tls)
    with open(f"{folder}/ports.tmp", "w") as file:
        json.dump(ports, file)
    os.rename(f"{folder}/ports.tmp", f"{folder}/ports.json")
    await loop.run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(main())
