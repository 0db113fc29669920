#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lodges a declaration with the standard library alone, waits for the first thing that happens to it, and prints how it stands.

    lodge.py [--window URL] [--client ID] [--secret SECRET] [--listen PORT] [FILE]

Or by CBM_WINDOW, CBM_CLIENT and CBM_SECRET; what is not given is that of `dotnet run --project services/Local`. FILE is JSON, or
WCO XML where its name ends in .xml; without one the show-case is lodged, under a number of its own. With --listen it hears of
the first event by a webhook on this machine, whose signature it verifies; else by the live log. Ends with 0 when the
declaration is lodged, 1 when it is refused (each error in a line: code, WCO pointer, what to do), 2 else.
"""
import argparse
import http.server
import json
import os
import pathlib
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

import webhook

PATIENCE = 60  # seconds


class Refused(Exception):
    """What the window refused: status and problem (RFC 9457)."""

    def __init__(self, status, problem):
        super().__init__(f'{status} {problem.get("title") or problem.get("error") or ""}'.rstrip())
        self.status, self.problem = status, problem


class Window:
    """The public surface, for one caller."""

    def __init__(self, address, client, secret):
        self.address = address.rstrip("/")
        form = {"grant_type": "client_credentials", "client_id": client, "client_secret": secret}
        token = self.ask("POST", "/connect/token", urllib.parse.urlencode(form).encode(), "application/x-www-form-urlencoded")
        self.authorization = "Bearer " + token["access_token"]

    def ask(self, method, path, body=None, content_type="application/json"):
        """Asks, again where the window says when, and gives the JSON. Under its key a POST is done once, however often it is sent."""
        key = str(uuid.uuid4())
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with self.open(method, path, body, {"Content-Type": content_type, "Idempotency-Key": key}) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as refusal:
                with refusal:
                    pause = seconds(refusal.headers.get("Retry-After"))
                    if refusal.code not in (429, 503) or pause is None or time.monotonic() + pause > until:
                        raise Refused(refusal.code, problem_in(refusal.read())) from None
                time.sleep(pause)

    def open(self, method, path, body=None, headers=None):
        """Sends a request once."""
        request = urllib.request.Request(self.address + path, body, headers or {}, method=method)
        if body is None:
            request.remove_header("Content-type")
        if hasattr(self, "authorization"):
            request.add_header("Authorization", self.authorization)
        return urllib.request.urlopen(request, timeout=PATIENCE)

    def steps(self, mrn):
        """The log of a declaration as it is written (server-sent events); None: nothing new, but the window is there."""
        with self.open("GET", f"/api/v1/declarations/{mrn}/events", headers={"Accept": "text/event-stream"}) as stream:
            for line in stream:
                yield json.loads(line[5:]) if line.startswith(b"data:") else None


def seconds(retry_after):
    """How long to wait; None: it is not said. It may be a date (RFC 9110 10.2.3), of a clock that need not be ours: then a second."""
    if retry_after is None:
        return None
    return int(retry_after) if retry_after.isdecimal() else 1


def problem_in(body):
    try:
        problem = json.loads(body)
    except ValueError:
        problem = None
    return problem if isinstance(problem, dict) else {}


def declaration(file):
    """The bytes to send, and what they are."""
    if file is not None:
        return file.read_bytes(), "application/xml" if file.suffix.lower() == ".xml" else "application/json"
    show_case = json.loads((pathlib.Path(__file__).parent.parent / "show-case.json").read_bytes())
    show_case["functionalReferenceId"] = f"PYTHON-{uuid.uuid4().hex[:12]}"
    return json.dumps(show_case).encode(), "application/json"


class Subscriber:
    """Listens on this machine for what the window sends to a webhook."""

    def __init__(self, window, port):
        self.window, self.heard = window, []
        outer = self

        class Delivery(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                is_ours = webhook.holds(outer.secret, headers, body)
                self.send_response(204 if is_ours else 401)
                self.end_headers()
                if is_ours:
                    outer.heard.append(json.loads(body))

            def log_message(self, *_):
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", port), Delivery)
        self.server.timeout = 1
        address = f"http://127.0.0.1:{self.server.server_port}/"
        made = window.ask("POST", "/api/v1/webhooks", json.dumps({"url": address, "events": ["*"]}).encode())
        self.id, self.secret = made["id"], made["secret"]

    def first(self, mrn):
        """The first event of that declaration; None: there was none in time."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            self.server.handle_request()
            for event in self.heard:
                if event.get("subject") == mrn:
                    return event
        return None

    def close(self):
        self.window.ask("DELETE", f"/api/v1/webhooks/{self.id}")
        self.server.server_close()


def first_of_a_unit(window, mrn):
    """The first step that a unit of an agency took; None: there was none in time."""
    until = time.monotonic() + PATIENCE
    for step in window.steps(mrn):
        if step and step.get("unit"):
            return step
        if time.monotonic() > until:
            break
    return None


def run(asked):
    window = Window(asked.window, asked.client, asked.secret)
    subscriber = Subscriber(window, asked.listen) if asked.listen is not None else None
    try:
        body, content_type = declaration(asked.file)
        mrn = window.ask("POST", "/api/v1/declarations", body, content_type)["mrn"]
        print("MRN", mrn)
        if subscriber:
            event = subscriber.first(mrn)
            print("webhook", f'{event["type"]}, its signature holds' if event else "nothing yet")
        else:
            step = first_of_a_unit(window, mrn)
            print("event", f'{step["name"]} {step["unit"]}' if step else "nothing yet")
        print("state", window.ask("GET", f"/api/v1/declarations/{mrn}")["state"])
    finally:
        if subscriber:
            subscriber.close()


def main():
    parser = argparse.ArgumentParser(description="Lodges a declaration and waits for the first thing that happens to it.")
    parser.add_argument("--window", default=os.environ.get("CBM_WINDOW", "http://localhost:8080"))
    parser.add_argument("--client", default=os.environ.get("CBM_CLIENT", "demo-trader"))
    parser.add_argument("--secret", default=os.environ.get("CBM_SECRET", "single-window"))
    parser.add_argument("--listen", type=int, metavar="PORT", help="hear of it by a webhook on this port; 0: any")
    parser.add_argument("file", nargs="?", type=pathlib.Path)
    try:
        run(parser.parse_args())
    except Refused as refusal:
        print("refused:", refusal, file=sys.stderr)
        for error in refusal.problem.get("errors", []):
            print(*(error[name] for name in ("code", "pointer", "message") if error.get(name)), file=sys.stderr)
        return 1 if refusal.status in range(400, 500) and refusal.status not in (401, 429) else 2
    except OSError as trouble:
        print("not answered:", trouble, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
