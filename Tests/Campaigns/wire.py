"""A recording wire between certmail and the sandbox: notes every request, and plays faults.

It sees what only an outsider can see: whether the intent of a POST was durable when the POST came
(it asks the ledger, read-only, before it passes the bytes on), and when each request came after a
429. Faults that spoil an answer can be put on any status, before or after the API has carried the
request out.
"""
import http.client, json, re, socket, sqlite3, struct, threading, time

import checker

ENVELOPE = "application/json"
QUIET_SECONDS_MAX = 5
DRIP_BYTES = 9


class Fault:
    """What happens to one request.

    kind: answer, cut, reset, close, silent, drip, garbage. after: the API carries the request out
    first. bytes: so many of a cut answer arrive; below zero, all but so many. late: seconds after which it does so, when the client has long been cut off. status,
    body, headers: the answer that is spoilt; without a status the API's own.
    """

    def __init__(self, kind="answer", after=False, status=None, body=None, headers=(), bytes=40,
                 late=None, then=None, plain=False):
        self.kind, self.after, self.status, self.bytes = kind, after, status, bytes
        self.late, self.then, self.headers = late, then, list(headers)
        self.body = body if body is not None else envelope(status, plain)

    def __str__(self):
        return f"{'after' if self.after else 'before'} {self.status or 'own'} {self.kind}"


def envelope(status, plain):
    if plain:
        return b"<html>a proxy's page</html>"
    error = {"message": "a fault of the wire", "code": "fault", "status": status}
    return json.dumps({"error": error}).encode()


class Wire:
    """Listens on a port of its own; `decide(method, path, number)` gives a Fault or None.

    `edit(method, path, status, body)` gives the bytes of the API's own answer as they shall arrive.
    """

    def __init__(self, upstream_port, log_path, ledger_path=None, decide=None):
        self.upstream_port, self.ledger_path = upstream_port, ledger_path
        self.decide = decide or (lambda method, path, number: None)
        self.edit = lambda method, path, status, body: body
        self.log = open(log_path, "a", buffering=1)
        self.lock = threading.Lock()
        self.counts, self.posts, self.stopping, self.busy = {}, {}, False, 0
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while not self.stopping:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with self.lock:
                self.busy += 1
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def quiet(self):
        """Waits until what a client that has ended left on the way is dealt with."""
        end = time.time() + QUIET_SECONDS_MAX
        while self.busy and time.time() < end:
            time.sleep(0.005)

    def stop(self):
        self.stopping = True
        self.listener.close()

    def serve(self, connection):
        upstream = http.client.HTTPConnection("127.0.0.1", self.upstream_port, timeout=30)
        try:
            buffered = b""
            while not self.stopping:
                request, buffered = read_request(connection, buffered)
                if request is None or not self.answer(connection, upstream, request):
                    return
        except (OSError, http.client.HTTPException):
            pass  # The client has gone, which is part of the game.
        finally:
            connection.close()
            upstream.close()
            with self.lock:
                self.busy -= 1

    def answer(self, connection, upstream, request):
        """Answers one request; False when the connection is over."""
        method, path, headers, body, at = request
        note = {"at": at, "method": method, "path": path.split("?")[0]}
        is_post = method == "POST" and note["path"] == "/api/v1/mailings"
        if is_post:
            note["reference"] = json.loads(body).get("reference")
            note["intent"] = self.intent_is_durable(note["reference"])
        with self.lock:
            number = self.counts[(method, note["path"])] = self.counts.get(
                (method, note["path"]), 0) + 1
            fault = self.decide(method, note["path"], number)
        if fault:
            note["fault"] = str(fault)
        status, answer_headers, answer = 0, [], b""
        if fault is None or fault.after:
            status, answer_headers, answer = forward(upstream, method, path, headers, body)
            answer = self.edit(method, path, status, answer)
        if fault and fault.status:
            status, answer = fault.status, fault.body
            answer_headers = [("Content-Type", ENVELOPE)] + fault.headers
        note["status"], note["answered"] = status, time.time()
        is_delivered = fault is None or fault.kind in ("answer", "drip")
        note["retry_after"] = next(
            (int(v) for k, v in answer_headers if k.lower() == "retry-after" and v.isdigit()
             and is_delivered), None)
        if fault and fault.then:
            fault.then()
        if fault and fault.late is not None:
            threading.Timer(fault.late, self.forward_late, (method, path, headers, body)).start()
        if not is_delivered:
            self.write(note)
            return deliver(connection, fault, status, answer_headers, answer)
        try:
            return deliver(connection, fault, status, answer_headers, answer)
        finally:
            # The client can know of it now, not when a busy machine began to send it.
            note["answered"] = time.time()
            self.write(note)

    def write(self, note):
        with self.lock:
            self.log.write(json.dumps(note) + "\n")

    def forward_late(self, method, path, headers, body):
        upstream = http.client.HTTPConnection("127.0.0.1", self.upstream_port, timeout=30)
        try:
            status, _, answer = forward(upstream, method, path, headers, body)
            self.edit(method, path, status, answer)
        except (OSError, http.client.HTTPException):
            pass  # The API was stopped meanwhile: nothing was accepted.
        finally:
            upstream.close()

    def intent_is_durable(self, reference):
        """Whether the ledger, asked from outside, has an attempt for each POST of this token.

        One that arrives late may find its attempt ended already: the client has given it up.
        """
        token = checker.token_number(reference)
        with self.lock:
            posts = self.posts[token] = self.posts.get(token, 0) + 1
        if self.ledger_path is None or token is None:
            return None
        try:
            ledger = sqlite3.connect(f"file:{self.ledger_path}?mode=ro", uri=True, timeout=5)
            found = ledger.execute(
                "SELECT count(*) FROM attempt WHERE token = ?", (token,)).fetchone()[0]
            ledger.close()
            return found >= posts
        except sqlite3.Error:
            return None  # The ledger is being damaged on purpose: it cannot be asked.


def read_request(connection, buffered):
    """Reads one request; None when the client has closed."""
    while b"\r\n\r\n" not in buffered:
        more = connection.recv(65536)
        if not more:
            return None, b""
        buffered += more
    at = time.time()
    head, _, rest = buffered.partition(b"\r\n\r\n")
    first, *fields = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ")
    headers = dict(field.split(": ", 1) for field in fields)
    length = int(next((v for k, v in headers.items() if k.lower() == "content-length"), 0))
    while len(rest) < length:
        more = connection.recv(65536)
        if not more:
            return None, b""
        rest += more
    return (method, path, headers, rest[:length], at), rest[length:]


def forward(upstream, method, path, headers, body):
    headers = {k: v for k, v in headers.items() if k.lower() not in ("host", "connection")}
    upstream.request(method, path, body or None, headers)
    answer = upstream.getresponse()
    return answer.status, answer.getheaders(), answer.read()


def deliver(connection, fault, status, headers, body):
    """Sends the answer as the fault wants it; False when the connection is over."""
    kept = [(k, v) for k, v in headers
            if k.lower() not in ("content-length", "connection", "transfer-encoding")]
    head = f"HTTP/1.1 {status} x\r\n" + "".join(f"{k}: {v}\r\n" for k, v in kept)
    data = head.encode("latin-1") + f"Content-Length: {len(body)}\r\n\r\n".encode() + body
    kind = fault.kind if fault else "answer"
    if kind == "answer":
        connection.sendall(data)
        return True
    if kind == "cut":
        connection.sendall(data[:fault.bytes])
    elif kind == "garbage":
        connection.sendall(b"\x01\x02this is not HTTP\r\n\r\n")
    elif kind == "drip":
        for start in range(0, len(data), DRIP_BYTES):
            connection.sendall(data[start:start + DRIP_BYTES])
            time.sleep(0.002)
        return True
    elif kind == "silent":
        connection.settimeout(20)
        connection.recv(1)  # Until the client gives up.
    elif kind == "reset":
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False
