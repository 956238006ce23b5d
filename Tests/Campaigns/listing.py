"""Lists that lag, lie about the reference, come in another order, are cut short or full of others.

Each case is one of forty kinds of list: how long a new letter takes to show, the order, how many are
listed at most, how `reference` comes back, and what others send with the same account meanwhile. A
third of the POSTs lose their answer, some are carried out late, runs are killed. A letter that was
made must never be taken for absent, none may be sent twice, and no other's taken for ours; where the
list can prove it, everything must settle.
"""
import http.client, itertools, json, random, threading, time, zlib
from campaign import Campaign, Case, Failed, Fault, options

ORDERS = ("newest", "newest last", "oldest", "fixed", "shuffled")
CAPS = (500, 25, 10)  # the page of the API asks for ten itself
LAGS = ((0, 0), (0.2, 0.2), (0.05, 0.4))
ECHOES = ("kept", "in no list", "nowhere", "cut", "without mark", "spoilt", "lower case")
OTHERS = ("none", "a few", "many", "to the same people")
BLIND = ("nowhere", "spoilt")
# The list can prove whatever is in doubt: one more run must settle it.
PROVABLE = (("newest", 500, LAGS[0], "kept", "none"), ("newest", 25, LAGS[2], "kept", "none"),
            ("newest", 25, LAGS[1], "kept", "none"))
VARIANTS = 40
ROWS = 14
RUN_SECONDS_MAX = 900
LATE_SECONDS_MAX = 0.4
REFERENCE_MAX = 20  # of 24 characters that are sent
# By 429, 400 and the like the API says that it made nothing; here it says nothing at all.
FAULTS = (lambda dice: Fault("close"), lambda dice: Fault("close", after=True),
          lambda dice: Fault("answer", dice.random() < 0.5, 500),
          lambda dice: Fault("close", late=dice.uniform(0, LATE_SECONDS_MAX)))
chosen = options(__doc__, kinds=(10, 40), seeds=(1, 50))
campaign = Campaign(chosen, "listing variants")


def variants():
    """Forty kinds; every two values of different columns meet as often as chance allows."""
    columns = (ORDERS, CAPS, LAGS, ECHOES, OTHERS)
    dice, found, met = random.Random(1), list(PROVABLE), set()

    def pairs(kind):
        return {(a, kind[a], b, kind[b]) for a, b in itertools.combinations(range(len(kind)), 2)}

    while len(found) < VARIANTS:
        offered = [tuple(dice.choice(column) for column in columns) for _ in range(60)]
        best = max(offered, key=lambda kind: len(pairs(kind) - met))
        if best not in found:
            found.append(best)
            met |= pairs(best)
    return found


KINDS = variants()


class List:
    """What the wire makes of the API's answers."""

    def __init__(self, kind, dice):
        self.order, self.cap, (self.lag_min, self.lag_max), self.echo, _ = kind
        self.dice, self.shows, self.lock = dice, {}, threading.Lock()

    def edit(self, method, path, status, body):
        place, _, question = path.partition("?")
        if status >= 300 or not place.startswith("/api/v1/mailings") or place.endswith("/label"):
            return body
        answer = json.loads(body)
        with self.lock:
            if method == "POST":
                self.made(answer["id"])
            elif place == "/api/v1/mailings":
                answer["data"] = self.listed(answer["data"], question)
            if self.echo != "in no list" or place == "/api/v1/mailings" and method == "GET":
                for mailing in answer["data"] if "data" in answer else [answer]:
                    self.spoil(mailing)
        return json.dumps(answer).encode()

    def made(self, name):
        return self.shows.setdefault(
            name, time.time() + self.dice.uniform(self.lag_min, self.lag_max))

    def listed(self, mailings, question):
        now, limit = time.time(), int(question.rpartition("limit=")[2] or 10)
        shown = [mailing for mailing in mailings if self.made(mailing["id"]) <= now]
        if self.order == "oldest":
            shown.reverse()
        elif self.order == "fixed":
            shown.sort(key=lambda mailing: zlib.crc32(mailing["id"].encode()))
        elif self.order == "shuffled":
            self.dice.shuffle(shown)
        listed = shown[:min(self.cap, limit)]
        return listed[::-1] if self.order == "newest last" else listed

    def spoil(self, mailing):
        text = mailing.get("reference")
        if not text or self.echo == "kept":
            return
        if self.echo in ("nowhere", "in no list"):
            del mailing["reference"]
        elif self.echo == "cut":
            mailing["reference"] = text[:REFERENCE_MAX]
        elif self.echo == "without mark":
            mailing["reference"] = text.replace("~", "")
        elif self.echo == "spoilt":
            mailing["reference"] = text[:-1] + ("0" if text[-1] != "0" else "1")
        else:
            mailing["reference"] = text.lower()


class Others:
    """Somebody else's letters with the same account, now and then."""

    def __init__(self, case, kind, dice):
        *_, echo, how = kind
        self.case, self.how, self.dice, self.ids = case, how, dice, []
        self.sender = dict(case.job["from"])
        if echo in BLIND:
            # Nothing else could tell them apart.
            self.sender.update(name="Other & Partners", zip="94107")
        self.pause = {"none": None, "a few": 0.4, "many": 0.03}.get(how, 0.15)
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.send, daemon=True)
        if self.pause:
            self.thread.start()

    def send(self):
        lines = open(f"{self.case.folder}/list.csv").read().splitlines()[1:]
        for count in itertools.count():
            if self.over.wait(self.pause * self.dice.uniform(0.5, 1.5)):
                return
            to = {"name": f"Other Person {chr(65 + count % 26)}", "street1": f"{count} Elm St",
                  "city": "Los Angeles", "state": "CA", "zip": "90001"}
            if self.how == "to the same people":
                _, to["name"], to["street1"], *_ = self.dice.choice(lines).split(",")
            token = "".join(self.dice.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(12))
            self.post(to, self.dice.choice((None, f"OTHER-{count}", f"OTHER-{count} ~{token}")))

    def post(self, to, reference):
        body = {"from": self.sender, "to": to, "mail_class": "certified"}
        if reference:
            body["reference"] = reference
        upstream = http.client.HTTPConnection("127.0.0.1", self.case.api.port, timeout=30)
        upstream.request("POST", "/api/v1/mailings", json.dumps(body), {
            "Authorization": f"Bearer {self.case.api.key}", "Content-Type": "application/json"})
        answer = json.loads(upstream.getresponse().read())
        upstream.close()
        self.ids.append(answer["id"])

    def stop(self):
        self.over.set()
        if self.pause:
            self.thread.join()
        self.case.note(others=self.ids)


def batch(key, dice):
    variant, _ = map(int, key.split("/"))
    kind = KINDS[variant]
    *_, echo, _ = kind
    case = Case(chosen.certmail, ROWS, name="listing", timeout="5s",
                when_absent=dice.choice(("resend", "hold")), concurrency=dice.choice((1, 4)),
                decide=lambda method, path, count: dice.choice(FAULTS)(dice)
                if method == "POST" and path == "/api/v1/mailings" and dice.random() < 0.3 else None)
    # Where a list hides the first letter for long, absence takes ten times as long.
    case.seconds_max = RUN_SECONDS_MAX
    case.wire.edit = List(kind, random.Random(dice.random())).edit
    others = Others(case, kind, random.Random(dice.random()))
    try:
        for _ in range(2):
            case.run(kill_after=dice.choice((None, dice.uniform(0.1, 3))))
            if echo == "cut" and dice.random() < 0.7:
                case.job["reference"] = {"max": REFERENCE_MAX}  # as the run has advised
                case.save_job()
        case.calm()
        case.run(kind="calm")
    finally:
        others.stop()
    case.run(kind="calm")
    case.check(mid=kind not in PROVABLE)
    states = [row[0] for row in case.query("SELECT state FROM mailing")]
    campaign.add(rows=ROWS, uncertain=case.unknown(), left=states.count("uncertain"),
                 absent=states.count("absent"), others=len(others.ids))
    case.close(chosen.keep)


steps = range(0, VARIANTS, VARIANTS // chosen.kinds)
campaign.play([f"{variant}/{seed}" for seed in range(chosen.seeds) for variant in steps], batch).end()
