"""A headless Firefox, driven by WebDriver BiDi over a socket: Debian has no geckodriver, and none is needed."""

import contextlib
import itertools
import json
import re
import subprocess
import tempfile
import time

import websocket


class Firefox:
    """One tab."""

    def __init__(self, port):
        self.socket = websocket.create_connection(f"ws://127.0.0.1:{port}/session", suppress_origin=True, timeout=60)
        self.numbers = itertools.count(1)
        self.events = []
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self.context = self.send("browsingContext.getTree")["contexts"][0]["context"]

    def send(self, method, **parameters):
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                return answer["result"]
            self.events.append(answer)

    def open(self, url):
        self.send("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def run(self, expression):
        """The JSON value of an expression."""
        result = self.send(
            "script.evaluate", expression=f"Promise.resolve({expression}).then((value) => JSON.stringify(value) ?? 'null')",
            target={"context": self.context}, awaitPromise=True)
        assert result["type"] == "success", result
        return json.loads(result["result"]["value"])

    def wait(self, expression, seconds=30):
        end = time.monotonic() + seconds
        while not self.run(expression):
            assert time.monotonic() < end, f"never true: {expression}"
            time.sleep(0.05)


@contextlib.contextmanager
def offline_firefox():
    with tempfile.TemporaryDirectory() as profile:
        process = subprocess.Popen(
            ["firefox-esr", "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env={"HOME": profile, "PATH": "/usr/bin:/bin"})
        try:
            for line in process.stderr:
                if found := re.search(r"WebDriver BiDi listening on ws://127\.0\.0\.1:(\d+)", line):
                    break
            else:
                raise AssertionError("Firefox did not say where it listens")
            yield Firefox(int(found.group(1)))
        finally:
            process.terminate()
            process.wait(timeout=30)
