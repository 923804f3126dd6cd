"""A note: what somebody wrote, about which place and figure, and when."""

import datetime
import unicodedata
from dataclasses import dataclass

from demografi.errors import RequestError

__all__ = ["LONGEST_AUTHOR", "LONGEST_TEXT", "LONGEST_TOPIC", "Draft", "Note", "cleaned"]

LONGEST_TEXT = 1000
LONGEST_AUTHOR = 80
LONGEST_LINK = 2000
LONGEST_TOPIC = 200
"""Letters of what a note is about, which the screen and not the writer decides."""


def cleaned(text: str, *, lines: bool = False) -> str:
    r"""Take away what cannot be read: control characters, halves of pairs, space at the ends.

    Parameters
    ----------
    text : str
        As written.
    lines : bool
        Keep line breaks.

    >>> cleaned("a\x00b\r\nc\t ", lines=True), cleaned("a\nb")
    ('ab\nc', 'a b')
    """
    kept = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = kept if lines else kept.replace("\n", " ")
    # Format characters (Cf) can turn the direction of the text around them; the joiners that
    # some scripts and pictures need are spared.
    spared = {"\n", "\u200c", "\u200d"}
    readable = "".join(
        letter
        for letter in kept
        if letter in spared or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Cn", "Co"}
    )
    return unicodedata.normalize("NFC", readable).strip()


@dataclass(frozen=True)
class Draft:
    """A note before it is kept.

    Attributes
    ----------
    place : str
        Code of the place it is about.
    indicator : str
        Key of the chart or indicator it is about.
    topic : str
        Title of that chart as the writer saw it.
    text : str
        What is written.
    author : str
        Name, if the writer gives one.
    link : str
        Screen and choices the writer had before them, as in an address.
    """

    place: str
    indicator: str
    topic: str
    text: str
    author: str = ""
    link: str = ""

    def checked(self) -> "Draft":
        """Return the draft with readable text only.

        Raises
        ------
        RequestError
            There is no text, or it or the name is too long.
        """
        text, author = cleaned(self.text, lines=True), cleaned(self.author)
        if not text:
            raise RequestError("note_empty", "The note is empty.", "Write something.")
        if len(text) > LONGEST_TEXT:
            raise RequestError(
                "note_too_long",
                f"The note has {len(text)} letters.",
                f"Use at most {LONGEST_TEXT}.",
                length=len(text),
                most=LONGEST_TEXT,
            )
        if len(author) > LONGEST_AUTHOR:
            raise RequestError(
                "note_author_too_long",
                f"The name has {len(author)} letters.",
                f"Use at most {LONGEST_AUTHOR}.",
                length=len(author),
                most=LONGEST_AUTHOR,
            )
        return Draft(
            cleaned(self.place)[:LONGEST_TOPIC],
            cleaned(self.indicator)[:LONGEST_TOPIC],
            cleaned(self.topic)[:LONGEST_TOPIC],
            text,
            author,
            cleaned(self.link)[:LONGEST_LINK],
        )


@dataclass(frozen=True)
class Note:
    """A note that is kept.

    Attributes
    ----------
    id : int
        Number, for the operator.
    written : datetime
        When, in UTC.
    place, indicator, topic, text, author, link : str
        As in :class:`Draft`.
    """

    id: int
    written: datetime.datetime
    place: str
    indicator: str
    topic: str
    text: str
    author: str
    link: str
