"""Dialog: notes and questions left at charts and slides, filtered, to take away."""

from demografi.notes import allowed
from demografi.text import _
from demografi.text import notes as words
from demografi.ui import cached, notes, shell

data = cached.dataset()
if allowed():
    place, topic, sought = notes.choose(data)
    found = notes.find(place, topic, sought)
    names = [notes.place_name(data, note.place) for note in found]
    shell.heading(_("Dialog"), words.conclusion(found, names))
    notes.explain()
    notes.offer_files(data, found, names)
    notes.show(found, names)
else:
    shell.heading(_("Dialog"), words.explained(on=False))
shell.footer(data)
