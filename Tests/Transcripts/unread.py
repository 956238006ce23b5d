#!/usr/bin/env python3
"""Lists phrases that the program can say and that stand in no test and in no transcript.

usage: unread.py [--at-most N]

A phrase is what a string of Sources has between its interpolations, two words or more; SQL, word lists, scripts for shells,
markup, names of members and paths (no blank in them) and what only a programmer sees are left out. Ends with 1 when more than N are unread, so that a new message comes with its
test.
"""
import argparse, pathlib, re, sys

ROOT = pathlib.Path(__file__).parents[2]
NOT_SAID = re.compile(
    r"LedgerSchema|SandboxStore|ScanMeaning|StateNames|ForeignPlace|ZIPPrefix|CompletionScript|Charts|Stylesheet|ManPage|"
    r"StarterFiles|DocumentedExample|ReportStyle|StandardAddress|StreetWords|StreetLine\b|Sources/HTTPServer|Sources/PDFPages")
SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|WHERE|FROM|JOIN|ALTER|DROP|BEGIN|ATTACH|DETACH|CONFLICT|coalesce|INDEXED)\b")
PROGRAMMERS = re.compile(r"(precondition|preconditionFailure|fatalError|assert)\([^\n\"]*\s*$")
PARENTHESES = r"\((?:[^()\"]|\"[^\"]*\"|\((?:[^()\"]|\"[^\"]*\"|\((?:[^()\"]|\"[^\"]*\"|\((?:[^()\"]|\"[^\"]*\")*\))*\))*\))*\)"
INTERPOLATION = re.compile(r"\\" + PARENTHESES)
LEXER = re.compile(
    r'//[^\n]*|/\*.*?\*/|#"(?P<raw>.*?)"#|"""(?P<long>.*?)(?<!\\)"""|"(?P<short>(?:\\' + PARENTHESES + r'|\\.|[^"\\\n])*)"', re.S)


def plain(text):
    return re.sub(r"\s+", " ", re.sub(r'\\(\n|[\\"n])', lambda found: {"\n": "", "n": " "}.get(found[1], found[1]), text))


def steady(text):
    """The ids and dates of examples as a transcript has them."""
    return re.sub(r"\b\d{4}-\d\d-\d\d\b", "DATE", re.sub(r"\bclx[a-z0-9]+\b", "ID", text))


def phrases(path):
    source = path.read_text()
    for found in LEXER.finditer(source):
        text = found["raw"] or found["long"] or found["short"]
        if not text or SQL.search(text) or PROGRAMMERS.search(source[:found.start()]):
            continue
        for part in INTERPOLATION.split(text):
            phrase = plain(part).strip(" .,;:()")
            if not re.search(r"[<{]|^[a-z0-9_, ]+,[a-z0-9_, ]+,", phrase) and " " in phrase and len(re.findall(r"[A-Za-z]{2,}", phrase)) >= 2:
                yield source.count("\n", 0, found.start()) + 1, phrase


options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
options.add_argument("--at-most", type=int, metavar="N")
chosen = options.parse_args()
read = [path.read_text() for path in sorted(ROOT.glob("Tests/**/*.txt"))]
read += [re.sub(r'"\s*\+\s*"', "", path.read_text()) for path in sorted(ROOT.glob("Tests/**/*.swift"))]
corpus = plain("\0".join(read))
unread = [(path.relative_to(ROOT), line, phrase) for path in sorted(ROOT.glob("Sources/**/*.swift"))
          if not NOT_SAID.search(str(path))
          for line, phrase in phrases(path)
          if phrase not in corpus and steady(phrase) not in corpus]
for path, line, phrase in unread:
    print(f"{path}:{line}: {phrase}")
print(f"{len(unread)} phrases unread", file=sys.stderr)
sys.exit(chosen.at_most is not None and len(unread) > chosen.at_most)
