"""The set-up workbook: community, seasons, compounds and units in one .xlsx, in and out.

`read` a file, show its faults or its `preview`, then `commit` it; `template` and `export` write it.
"""

from linli.roster.changes import Change, Line, Preview, commit, preview
from linli.roster.model import Entry, Roster
from linli.roster.reading import read
from linli.roster.remarks import Fault, Note, RosterRefused
from linli.roster.writing import export, template

__all__ = ["Change", "Entry", "Fault", "Line", "Note", "Preview", "Roster", "RosterRefused", "commit", "export", "preview", "read", "template"]
