"""Two hundred and more ways in which a note can be broken: each is understood, or named by its line."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o3cli.adapters.notes.note_format import change_commitment, parse_note
from o3cli.domain.commitment import Commitment, State, Status
from o3cli.domain.note import Note, NotePath
from o3cli.errors.notes import UnreadableNote
from tests.adapters.records import add_commitment
from tests.sizes import size

# Every word of the user's is a zebra, so that none of them can be in a message unseen.
NOTE = """\
---
with: zebra
date: 2026-11-20
kind: o3
commitments:
  - id: k3f7w
    status: open
    owner: zebra
    what: "Send the zebra draft"
    due: 2026-11-27

  - id: m2pa9
    status: done 2026-11-24
    owner: zebra
    what: "Write the zebra RFC"

---
# zebra
- a zebra line
"""
PATH = NotePath("people/alice", date(2026, 11, 20))
FRONT_MATTER = NOTE[len("---\n") : NOTE.index("---\n# ")]
LIST = FRONT_MATTER[FRONT_MATTER.index("commitments") :]
STATUS = "    status: open\n"
WHAT = '    what: "Send the zebra draft"\n'

# What is broken; what stands in the place of what (once, or everywhere where it is a line end); the refs that are
# listed all the same (`-` for none), and the lines that are named. `unreadable` is a note that lists nothing at all.
DAMAGES = [
    # fences
    ("nothing at all", NOTE, "", ""),
    ("a line end only", NOTE, "\n", ""),
    ("a BOM only", NOTE, "\ufeff", ""),
    ("no front matter", NOTE, "# zebra\n", ""),
    ("opening fence only", NOTE, "---", "unreadable !1"),
    ("opening fence and its line end", NOTE, "---\n", "unreadable !1"),
    ("two fences", NOTE, "---\n---\n", ""),
    ("fences and no last line end", NOTE, "---\n---", ""),
    ("the closing fence is gone", "\n---\n# zebra\n", "\n# zebra\n", "unreadable !1"),
    ("the closing fence is gone, and a rule is below", "\n---\n# zebra\n", "\n# zebra\n\n---\n", "k3f7w m2pa9"),
    (
        "the closing fence is gone, text and a rule are below",
        "\n---\n# zebra\n- a",
        "\n# zebra\n\nzebra zebra\n\n---\n- a",
        "unreadable !20",
    ),
    ("the opening fence is gone", "---\nwith", "with", "!4"),
    ("two dashes open", "---\nwith", "--\nwith", "!5"),
    ("an em dash opens", "---\nwith", "—\nwith", "!5"),
    ("an en dash and a hyphen open", "---\nwith", "–-\nwith", "!5"),
    ("four dashes open", "---\nwith", "----\nwith", "k3f7w m2pa9"),
    ("the opening fence is indented", "---\nwith", " ---\nwith", "!5"),
    ("a word behind the opening fence", "---\nwith", "--- zebra\nwith", "!5"),
    ("blanks behind the opening fence", "---\nwith", "---  \t\nwith", "k3f7w m2pa9"),
    ("an empty line first", "---\nwith", "\n---\nwith", "k3f7w m2pa9"),
    ("a line of text first", "---\nwith", "zebra\n---\nwith", "!6"),
    ("the opening fence twice", "---\nwith", "---\n---\nwith", "!6"),
    ("a fence between the fields", "kind: o3\n", "kind: o3\n---\n", "!6"),
    ("a fence within the list", "\n  - id: m2pa9", "---\n  - id: m2pa9", "k3f7w !12"),
    ("dots close", "\n---\n# zebra", "\n...\n# zebra", "k3f7w m2pa9"),
    ("the closing fence is indented", "\n---\n# zebra", "\n ---\n# zebra", "unreadable !1"),
    ("two dashes close", "\n---\n# zebra", "\n--\n# zebra", "unreadable !1"),
    ("five dashes close", "\n---\n# zebra", "\n-----\n# zebra", "k3f7w m2pa9"),
    ("a word behind the closing fence", "\n---\n# zebra", "\n--- zebra\n# zebra", "unreadable !1"),
    ("equals signs close", "\n---\n# zebra", "\n===\n# zebra", "unreadable !1"),
    ("plus signs for fences", NOTE, NOTE.replace("---\n", "+++\n"), "!5"),
    (
        "the file ends within the list",
        '"Write the zebra RFC"\n\n---\n# zebra\n- a zebra line\n',
        '"Wri',
        "unreadable !1",
    ),
    (
        "the file ends at half",
        '    what: "Send the zebra draft"\n' + NOTE.split(WHAT)[1],
        '    what: "Se',
        "unreadable !1",
    ),
    ("the file twice", NOTE, NOTE + NOTE, "k3f7w m2pa9 !24"),
    ("the front matter twice", NOTE, "---\n" + FRONT_MATTER + FRONT_MATTER + "---\n", "unreadable !17"),
    # encoding
    ("two BOMs", "---\nwith", "\ufeff\ufeff---\nwith", "!5"),
    ("a BOM", "---\nwith", "\ufeff---\nwith", "k3f7w m2pa9"),
    ("a BOM below the fence", "---\nwith", "---\n\ufeffwith", "unreadable !2"),
    ("a BOM within a value", "zebra draft", "zebra \ufeffdraft", "unreadable !9"),
    ("line ends of Windows", "\n", "\r\n", "k3f7w m2pa9"),
    ("line ends of old Macs", "\n", "\r", "k3f7w m2pa9"),
    ("one line end of Windows", WHAT, WHAT.replace("\n", "\r\n"), "k3f7w m2pa9"),
    ("line ends doubled", "\n", "\n\n", "k3f7w m2pa9"),
    ("NUL", "zebra draft", "zebra \0draft", "unreadable !9"),
    ("NUL in the body", "a zebra line", "a \0zebra line", "unreadable !19"),
    ("a bell", "zebra draft", "zebra \x07draft", "unreadable !9"),
    (
        "ESC in plain text",
        '    owner: zebra\n    what: "Send',
        '    owner: z\x1b[31mebra\n    what: "Send',
        "unreadable !8",
    ),
    ("DEL", "zebra draft", "zebra \x7fdraft", "unreadable !9"),
    ("C1", "zebra draft", "zebra \x9bdraft", "unreadable !9"),
    ("a line separator in quotes", "zebra draft", "zebra\u2028draft", "k3f7w m2pa9"),
    ("NEL in quotes", "zebra draft", "zebra\x85draft", "k3f7w m2pa9"),
    (
        "no-break spaces for indentation",
        '    owner: zebra\n    what: "Send',
        '\xa0\xa0\xa0\xa0owner: zebra\n    what: "Send',
        "unreadable !9",
    ),
    (
        "a no-break space behind the colon",
        'owner: zebra\n    what: "Send',
        'owner:\xa0zebra\n    what: "Send',
        "unreadable !9",
    ),
    ("a full-width colon", "status: open", "status： open", "unreadable !8"),
    ("a non-character", "zebra draft", "zebra \uffffdraft", "unreadable !9"),
    # tabs and indentation
    ("a tab for indentation", '    owner: zebra\n    what: "Send', '\towner: zebra\n    what: "Send', "unreadable !8"),
    ("a tab for the list's indentation", "  - id: k3f7w", "\t- id: k3f7w", "unreadable !6"),
    ("a tab behind the dash", "  - id: k3f7w", "  -\tid: k3f7w", "unreadable !6"),
    ("a tab behind the colon", "status: open", "status:\topen", "k3f7w m2pa9"),
    ("a tab before a comment", "status: open", "status: open\t# zebra", "k3f7w m2pa9"),
    ("a field one space too deep", "    status: open", "     status: open", "unreadable !7"),
    ("a field one space too shallow", "    status: open", "   status: open", "unreadable !7"),
    ("a field at the left", "    status: open", "status: open", "unreadable !8"),
    ("the second item too deep", "  - id: m2pa9", "   - id: m2pa9", "unreadable !12"),
    ("the second item too shallow", "  - id: m2pa9", " - id: m2pa9", "unreadable !12"),
    ("the second item at the left", "  - id: m2pa9", "- id: m2pa9", "unreadable !12"),
    ("a key at the top too deep", "kind: o3", " kind: o3", "unreadable !4"),
    ("all front matter indented", FRONT_MATTER, re.sub(r"(?m)^(?=.)", "  ", FRONT_MATTER), "k3f7w m2pa9"),
    ("items at the left", FRONT_MATTER, FRONT_MATTER.replace("  - id", "- id").replace("    ", "  "), "k3f7w m2pa9"),
    # dashes and colons
    ("no dash", "  - id: m2pa9", "    id: m2pa9", "!12"),
    ("no dash before the first", "  - id: k3f7w", "    id: k3f7w", "unreadable !12"),
    ("no blank behind the dash", "  - id: k3f7w", "  -id: k3f7w", "unreadable !7"),
    ("a star for the dash", "  - id: k3f7w", "  * id: k3f7w", "unreadable !6"),
    ("a bullet for the dash", "  - id: k3f7w", "  • id: k3f7w", "unreadable !7"),
    ("no colon behind the list's key", "commitments:", "commitments", "unreadable !6"),
    ("no blank behind a colon", "status: open", "status:open", "unreadable !8"),
    ("no colon", "status: open", "status open", "unreadable !8"),
    ("an equals sign for the colon", "status: open", "status = open", "unreadable !8"),
    ("a blank before the colon", "status: open", "status : open", "k3f7w m2pa9"),
    ("two colons", "status: open", "status:: open", "k3f7w m2pa9"),
    ("a comma at the end", "status: open", "status: open,", "m2pa9 !7"),
    ("a semicolon for the colon", "status: open", "status; open", "unreadable !8"),
    # quotes
    ("no closing quote", 'zebra draft"', "zebra draft", "unreadable !9"),
    ("no opening quote", '"Send the', "Send the", "k3f7w m2pa9"),
    ("a quote within the quotes", "Send the zebra", 'Send "the" zebra', "unreadable !9"),
    ("typographic quotes", '"Send the zebra draft"', "“Send the zebra draft”", "k3f7w m2pa9"),
    ("one typographic quote", 'draft"', "draft”", "unreadable !9"),
    ("an apostrophe within single quotes", '"Send the zebra draft"', "'Send the zebra's draft'", "unreadable !9"),
    ("an unknown escape", "zebra draft", "zebra \\q draft", "unreadable !9"),
    ("a Windows path in double quotes", "zebra draft", "C:\\Users\\zebra", "unreadable !9"),
    ("a surrogate's escape", "zebra draft", "zebra \\ud800", "unreadable !9"),
    ("an escape beyond Unicode", "zebra draft", "zebra \\UFFFFFFFF", "unreadable !9"),
    ("a short escape", "zebra draft", "zebra \\x4", "unreadable !9"),
    ("a backslash at the end", 'zebra draft"', 'zebra draft\\"', "unreadable !9"),
    ("text behind the quotes", 'draft"', 'draft" zebra', "unreadable !9"),
    ("no quotes and a colon", '"Send the zebra draft"', "Send: the zebra draft", "unreadable !9"),
    ("no quotes and a number sign", '"Send the zebra draft"', "Send zebra #42 now", "k3f7w m2pa9 !9"),
    ("no quotes and an at sign", '"Send the zebra draft"', "@zebra sends", "unreadable !9"),
    ("no quotes and a backtick", '"Send the zebra draft"', "`zebra` sends", "unreadable !9"),
    ("no quotes and a percent sign", '"Send the zebra draft"', "%zebra sends", "unreadable !9"),
    ("no quotes and a star", '"Send the zebra draft"', "*zebra* sends", "unreadable !9"),
    ("no quotes and an ampersand", '"Send the zebra draft"', "&zebra sends", "unreadable !9"),
    ("no quotes and an exclamation mark", '"Send the zebra draft"', "!zebra sends", "unreadable !9"),
    ("no quotes and a star at the end", '"Send the zebra draft"', "*\n", "unreadable !9"),
    ("no quotes and a bracket", '"Send the zebra draft"', "[zebra] sends", "unreadable !9"),
    ("no quotes and a brace", '"Send the zebra draft"', "{zebra} sends", "unreadable !9"),
    ("no quotes and a dash", '"Send the zebra draft"', "- zebra sends", "unreadable !9"),
    ("no quotes and a question mark", '"Send the zebra draft"', "? zebra sends", "unreadable !9"),
    ("no quotes and a pipe", '"Send the zebra draft"', "| zebra sends", "unreadable !9"),
    ("no quotes and a greater sign", '"Send the zebra draft"', "> zebra sends", "unreadable !9"),
    ("no quotes and a comma first", '"Send the zebra draft"', ", zebra sends", "unreadable !9"),
    ("no quotes and two lines", '"Send the zebra draft"', "Send the\n      zebra draft", "k3f7w m2pa9"),
    ("no quotes and a line at the left", '"Send the zebra draft"', "Send the\nzebra draft", "unreadable !11"),
    ("quotes over two lines", "the zebra draft", "the\n      zebra draft", "k3f7w m2pa9"),
    ("quotes over a fence", "the zebra draft", "the\n---\n      zebra draft", "unreadable !9"),
    ("a block", '"Send the zebra draft"', "|\n      Send the\n      zebra draft", "k3f7w m2pa9"),
    ("a block at the left", '"Send the zebra draft"', "|\nSend the\nzebra draft", "unreadable !11"),
    ("a block with a bad header", '"Send the zebra draft"', "|zebra\n      Send", "unreadable !9"),
    ("a block that ends by a tab", '"Send the zebra draft"', "|\n\tSend", "unreadable !10"),
    # brackets
    ("no closing bracket", "2026-11-27\n", "2026-11-27\n    was_due: [2026-11-01\n", "unreadable !11"),
    ("no opening bracket", "2026-11-27\n", "2026-11-27\n    was_due: 2026-11-01]\n", "m2pa9 !11"),
    ("no closing brace", "  - id: m2pa9", "  - {id: zebra, what: zebra\n  - id: m2pa9", "unreadable !12"),
    ("a brace too many", "  - id: m2pa9", "  - {id: zz9, what: zebra}}\n  - id: m2pa9", "unreadable !12"),
    ("no comma between the braces", "  - id: m2pa9", "  - {id: zz9 what: zebra}\n  - id: m2pa9", "unreadable !12"),
    ("JSON", LIST, 'commitments: [{"id":"k3f7w","status":"open","what":"zebra"}]\n', "k3f7w"),
    ("JSON with a comma too many", LIST, 'commitments: [{"id":"k3f7w","status":"open","what":"zebra",},]\n', "k3f7w"),
    ("a flow list cut off", LIST, 'commitments: [{"id":"k3f7w","status":"open"\n', "unreadable !5"),
    # what YAML can do
    ("an anchor", "status: open", "status: &zebra open", "unreadable !7"),
    ("an anchor on the list", "commitments:", "commitments: &zebra", "unreadable !5"),
    ("an alias", "status: open", "status: *zebra", "unreadable !7"),
    ("an alias for a key", "status: open", "*zebra : open", "unreadable !7"),
    ("a merge key", "    status: open", "    <<: *zebra\n    status: open", "unreadable !7"),
    ("a tag", "status: open", "status: !!str open", "unreadable !7"),
    ("a Python tag", "status: open", 'status: !!python/object/apply:os.system ["zebra"]', "unreadable !7"),
    ("a tag on the list", "commitments:", "commitments: !zebra", "unreadable !5"),
    ("a tag alone", "status: open", "status: !", "unreadable !7"),
    ("a directive", "---\nwith", "---\n%YAML 1.1\nwith", "unreadable !3"),
    ("a tag directive", "---\nwith", "---\n%TAG !z! zebra\n--- #\nwith", "k3f7w m2pa9"),
    ("a document in the document", "kind: o3\n", "kind: o3\n--- # zebra\n", "unreadable !5"),
    ("the end of the document", "kind: o3\n", "kind: o3\n... # zebra\n", "unreadable !6"),
    ("a key that is a list", "kind: o3", "? [zebra]\n: o3", "unreadable !4"),
    ("a key that is a map", "kind: o3", "{zebra: zebra}: o3", "unreadable !4"),
    ("a long key", "kind: o3", "? kind\n: o3", "k3f7w m2pa9"),
    ("an empty key", "kind: o3", ": o3", "unreadable !4"),
    (
        "bombs of aliases",
        "kind: o3",
        "a: &a [zebra]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nkind: o3",
        "unreadable !4",
    ),
    ("an anchor that holds itself", "kind: o3", "kind: &a [*a]", "unreadable !4"),
    ("deep brackets", "kind: o3", "kind: " + "[" * 5000, "unreadable !4"),
    ("deep braces", "kind: o3", "kind: " + "{a: " * 5000, "unreadable !4"),
    ("deep dashes", "kind: o3", "kind:\n" + "  " + "- " * 5000 + "zebra", "unreadable !5"),
    ("deep questions", "kind: o3", "kind:\n" + "  " + "? " * 5000 + "zebra", "unreadable !5"),
    ("deep indentation", "kind: o3", "kind:\n" + "".join(" " * i + "a:\n" for i in range(1, 200)), "unreadable !20"),
    ("sixteen levels", "kind: o3", "kind: " + "[" * 15 + "]" * 15, "k3f7w m2pa9 !4"),
    ("too long a value", "kind: o3", "kind: " + "zebra " * 60000, "unreadable !1"),
    ("too many items", "\n---\n# z", "\n" + "  - id: x\n" * 40000 + "---\n# z", "unreadable !1"),
    ("a value of 100 KB", "zebra draft", "zebra " * 17000, "k3f7w m2pa9"),
    # wrong things in the right place
    ("front matter is a list", NOTE, "---\n- zebra\n- zebra\n---\n", "unreadable !2"),
    ("front matter is a text", NOTE, "---\nzebra\n---\n", "unreadable !2"),
    (
        "front matter is JSON",
        NOTE,
        '---\n{"with": "zebra", "commitments": [{"id": "k3f7w", "what": "zebra"}]}\n---\n',
        "k3f7w",
    ),
    ("front matter is null", NOTE, "---\nnull\n---\n", "unreadable !2"),
    ("front matter is a comment", NOTE, "---\n# zebra\n---\n", ""),
    ("front matter is blank", NOTE, "---\n\n  \n---\n", ""),
    ("front matter is a number", NOTE, "---\n42\n---\n", "unreadable !2"),
    ("commitments is a text", LIST, "commitments: zebra\n", "!5"),
    ("commitments is a map", LIST, "commitments:\n  zebra: zebra\n", "!6"),
    ("commitments is an empty text", LIST, 'commitments: ""\n', "!5"),
    ("commitments is an empty map", LIST, "commitments: {}\n", "!5"),
    ("commitments is null", LIST, "commitments: null\n", ""),
    ("commitments is missing", LIST, "", ""),
    ("commitments is an empty list", LIST, "commitments: []\n", ""),
    ("commitments is a number", LIST, "commitments: 2\n", "!5"),
    ("commitments is a block", LIST, "commitments: |\n  - id: k3f7w\n    what: zebra\n", "!5"),
    ("commitments is a map of items", "  - id: k3f7w\n", "  k3f7w:\n", "unreadable !12"),
    ("commitments twice", "\n---\n# z", "\ncommitments:\n  - id: zz9\n    what: zebra\n---\n# z", "unreadable !17"),
    ("kind twice", "kind: o3\n", "kind: o3\nkind: o3\n", "unreadable !5"),
    ("an unknown key twice", "kind: o3\n", "zebra: o3\nzebra: o3\n", "unreadable !5"),
    ("another name for the list", "commitments:", "commitment:", "!6"),
    ("the list's name in capitals", "commitments:", "Commitments:", "!6"),
    ("the list's name is gone", "commitments:\n", "mood:\n", "!6"),
    ("the list's name commented out", "commitments:\n", "# commitments:\n", "unreadable !6"),
    (
        "the list below the front matter",
        NOTE,
        NOTE.replace("kind: o3\n", "kind: o3\n---\n").replace("\n---\n# z", "\n# z"),
        "!6",
    ),
    ("an item is a text", "  - id: m2pa9\n", "  - zebra\n  - id: m2pa9\n", "k3f7w m2pa9 !12"),
    ("an item is a checkbox", "  - id: m2pa9\n", "  - [ ] zebra\n  - id: m2pa9\n", "unreadable !12"),
    ("an item is null", "  - id: m2pa9\n", "  -\n  - id: m2pa9\n", "k3f7w m2pa9 !12"),
    ("an item is a list", "  - id: m2pa9\n", "  - [zebra, zebra]\n  - id: m2pa9\n", "k3f7w m2pa9 !12"),
    ("an item is empty", "  - id: m2pa9\n", "  - {}\n  - id: m2pa9\n", "k3f7w m2pa9 !12"),
    ("an item's fields twice", "    status: open\n", "    status: open\n    status: open\n", "m2pa9 !8"),
    ("two items in one", "\n  - id: m2pa9\n", "    id: m2pa9\n", "!11"),
    ("no id", "  - id: m2pa9\n    status", "  - status", "k3f7w -"),
    ("an empty id", "id: m2pa9", "id:", "k3f7w -"),
    ("an id of two words", "id: m2pa9", "id: m2 pa9", "k3f7w !12"),
    ("an id that is a list", "id: m2pa9", "id: [zebra]", "k3f7w !12"),
    ("an id that is a number", "id: m2pa9", "id: 00050", "k3f7w 00050"),
    ("an id that is a float", "id: m2pa9", "id: 1e5", "k3f7w 1e5"),
    ("an id twice", "id: m2pa9", "id: k3f7w", "k3f7w !12"),
    ("no what", WHAT, "", "m2pa9 !6"),
    ("an empty what", '"Send the zebra draft"', '""', "m2pa9 !6"),
    ("a blank what", '"Send the zebra draft"', '"  "', "m2pa9 !6"),
    ("what is null", '"Send the zebra draft"', "", "m2pa9 !6"),
    ("what is a list", '"Send the zebra draft"', "[zebra, zebra]", "m2pa9 !9"),
    ("what is a map", '"Send the zebra draft"', "{zebra: zebra}", "m2pa9 !9"),
    ("what is misspelt", '    what: "Send', '    waht: "Send', "m2pa9 !6"),
    ("what is a number", '"Send the zebra draft"', "42", "k3f7w m2pa9"),
    ("what is a boolean", '"Send the zebra draft"', "yes", "k3f7w m2pa9"),
    ("what is a time", '"Send the zebra draft"', "12:30", "k3f7w m2pa9"),
    ("a status unknown", "status: open", "status: zebra", "m2pa9 !7"),
    ("a status in French", "status: open", "status: fait", "m2pa9 !7"),
    ("a status in capitals", "status: open", "status: OPEN", "k3f7w m2pa9"),
    ("a status that is a list", "status: open", "status: [open]", "m2pa9 !7"),
    ("no status", STATUS, "", "k3f7w m2pa9"),
    ("an empty status", "status: open", "status:", "k3f7w m2pa9"),
    ("a status with no day of the calendar", "done 2026-11-24", "done 2026-02-30", "k3f7w !13"),
    ("a status with half a day", "done 2026-11-24", "done 2026-11", "k3f7w !13"),
    ("a status with a day in French", "done 2026-11-24", "done 24/11/2026", "k3f7w !13"),
    ("a status without its day", "done 2026-11-24", "done", "k3f7w m2pa9"),
    ("a status with a mark", "status: open", "status: ✓", "m2pa9 !7"),
    ("no day of the calendar", "due: 2026-11-27", "due: 2026-02-30", "m2pa9 !10"),
    ("month 13", "due: 2026-11-27", "due: 2026-13-01", "m2pa9 !10"),
    ("the year 0", "due: 2026-11-27", "due: 0000-01-01", "m2pa9 !10"),
    ("a day with a time", "due: 2026-11-27", "due: 2026-11-27 10:00", "m2pa9 !10"),
    ("a day of a week", "due: 2026-11-27", "due: 2026-W48-5", "m2pa9 !10"),
    ("a day in full-width digits", "due: 2026-11-27", "due: ２０２６-11-27", "m2pa9 !10"),
    ("a day in words", "due: 2026-11-27", "due: friday", "m2pa9 !10"),
    ("a day without zeros", "due: 2026-11-27", "due: 2026-1-7", "m2pa9 !10"),
    ("a day in digits only", "due: 2026-11-27", "due: 20261127", "m2pa9 !10"),
    ("a list of days for due", "due: 2026-11-27", "due: [2026-11-27]", "m2pa9 !10"),
    ("an empty due", "due: 2026-11-27", "due:", "k3f7w m2pa9"),
    ("a quoted due", "due: 2026-11-27", "due: '2026-11-27'", "k3f7w m2pa9"),
    ("a bad day among those before", "due: 2026-11-27", "was_due: [2026-11-01, zebra]", "m2pa9 !10"),
    ("a null among those before", "due: 2026-11-27", "was_due: [2026-11-01, ]", "k3f7w m2pa9"),
    ("a map for those before", "due: 2026-11-27", "was_due: {2026-11-01: zebra}", "m2pa9 !10"),
    ("a bad snooze", "due: 2026-11-27", "snooze: zebra", "m2pa9 !10"),
    ("a bad made", "due: 2026-11-27", "made: zebra", "m2pa9 !10"),
    ("a why that is a list", "due: 2026-11-27", "why: [zebra]", "m2pa9 !10"),
    ("an owner that is a list", '    owner: zebra\n    what: "Send', '    owner: [zebra]\n    what: "Send', "m2pa9 !8"),
    ("an owner that is null", '    owner: zebra\n    what: "Send', '    owner: null\n    what: "Send', "k3f7w m2pa9"),
    ("no owner", '    owner: zebra\n    what: "Send', '    what: "Send', "k3f7w m2pa9"),
    ("a kind that is a list", "kind: o3", "kind: [zebra]", "k3f7w m2pa9 !4"),
    ("a kind that is empty", "kind: o3", "kind:", "k3f7w m2pa9"),
    ("an unknown field", "    due: 2026-11-27\n", "    zebra: zebra\n", "k3f7w m2pa9"),
    ("a comment in the list", "    due: 2026-11-27\n", "    # zebra\n", "k3f7w m2pa9"),
    # merges
    (
        "a merge in the list",
        STATUS,
        "<<<<<<< HEAD\n    status: open\n=======\n    status: done 2026-11-24\n>>>>>>> zebra\n",
        "unreadable !7",
    ),
    (
        "a merge with its base",
        STATUS,
        "<<<<<<< HEAD\n" + STATUS + "||||||| zebra\n" + STATUS + "=======\n    status: dropped\n>>>>>>> zebra\n",
        "unreadable !7",
    ),
    ("a merge of a whole file", NOTE, "<<<<<<< HEAD\n" + NOTE + "=======\n" + NOTE + ">>>>>>> zebra\n", "!1 !6"),
    (
        "a merge in the body",
        "- a zebra line\n",
        "<<<<<<< HEAD\n- a zebra\n=======\n- a line\n>>>>>>> zebra\n",
        "k3f7w m2pa9 !19",
    ),
    ("the first mark of a merge is left", STATUS, "<<<<<<< HEAD\n" + STATUS, "unreadable !7"),
    ("the middle of a merge is left", STATUS, "=======\n" + STATUS, "unreadable !7"),
    ("the last mark of a merge is left", STATUS, STATUS + ">>>>>>> zebra\n", "unreadable !8"),
    (
        "a merge over the fence",
        "\n---\n# zebra\n",
        "\n<<<<<<< HEAD\n---\n# zebra\n=======\nmood: 3\n---\n# zebra\n>>>>>>> zebra\n",
        "unreadable !17",
    ),
    ("the last mark of a merge in the body", "- a zebra line\n", "- a zebra line\n>>>>>>> zebra\n", "k3f7w m2pa9 !20"),
    # bodies that are not front matter
    ("a rule in the body", "- a zebra line\n", "\n---\n- a zebra line\n---\n", "k3f7w m2pa9"),
    ("a heading underlined with seven signs", "# zebra\n", "zebra\n=======\n", "k3f7w m2pa9"),
    ("a fence within a record", "    due: 2026-11-27\n", "---\n    due: 2026-11-27\n", "k3f7w !11"),
    ("text of the body in the list", "\n  - id: m2pa9", "\nzebra\n\n  - id: m2pa9", "unreadable !14"),
    ("a checkbox in the list", "\n  - id: m2pa9", "\n- [ ] zebra\n\n  - id: m2pa9", "unreadable !12"),
    ("a heading in the list", "\n  - id: m2pa9", "\n## zebra\n\n  - id: m2pa9", "k3f7w m2pa9"),
    ("a quote mark before each line", FRONT_MATTER, re.sub("(?m)^(?!\\Z)", "> ", FRONT_MATTER), "unreadable !2"),
    ("a comment mark before each line", FRONT_MATTER, re.sub("(?m)^(?!\\Z)", "# ", FRONT_MATTER), ""),
    ("front matter in a code block", NOTE, "```yaml\n" + NOTE + "```\n", "!6"),
    ("three items that are texts", "\n---\n# z", "\n" + "  - z\n" * 3 + "---\n# z", "k3f7w m2pa9 !17 !18 !19"),
    ("a long line of dashes", "kind: o3\n", "kind: o3\n" + "-" * 100000 + "\n", "!6"),
    ("many blanks", "kind: o3\n", "kind: o3" + " " * 100000 + "\n", "k3f7w m2pa9"),
    ("many empty lines", "kind: o3\n", "kind: o3\n" + "\n" * 100000, "k3f7w m2pa9"),
    ("many quotes", "kind: o3\n", "kind: " + "'" * 100000 + "\n", "k3f7w m2pa9"),
    ("many colons", "kind: o3\n", "kind: " + ": " * 50000 + "\n", "unreadable !4"),
    ("many keys", "kind: o3\n", "".join(f"x{i}: zebra\n" for i in range(5000)) + "kind: o3\n", "k3f7w m2pa9"),
    ("many open brackets and quotes", "kind: o3\n", "kind: " + "['" * 50000 + "\n", "unreadable !4"),
    ("commitments in prose", "- a zebra line\n", "commitments: zebra\n- zebra\n", "k3f7w m2pa9"),
]


def damage(before: str, after: str) -> str:
    assert before in NOTE
    return NOTE.replace(before, after, -1 if before == "\n" else 1)


def read(text: str) -> tuple[Note | None, list[tuple[int | None, str]]]:
    """The note, and what is said of it, with lines."""
    note, problems = None, []
    try:
        note = parse_note(PATH, text.encode())
        problems.extend(note.problems)
    except UnreadableNote as error:
        problems.append(error.problem)
    assert {problem.path for problem in problems} <= {str(PATH)}
    return note, [(problem.line, problem.message) for problem in problems]


def check_words(text: str, messages: list[tuple[int | None, str]]) -> None:
    lines = len(re.split("\r\n?|\n", text))
    for line, message in messages:
        assert line is not None
        assert 1 <= line <= lines
        assert re.fullmatch(r"[ -~]+", message), "one line, and nothing that only a note could have brought"
        assert "zebra" not in message


def test_there_are_two_hundred_kinds_of_damage() -> None:
    """Each of them has a name of its own."""
    assert len({name for name, *_ in DAMAGES}) == len(DAMAGES) > 200


@pytest.mark.parametrize(("before", "after", "outcome"), [pytest.param(*rest, id=name) for name, *rest in DAMAGES])
def test_damage_is_understood_or_named(before: str, after: str, outcome: str) -> None:
    """What is whole is listed, what is broken is named by its line, in time and without a word of the note."""
    text = damage(before, after)
    start = time.perf_counter()
    note, messages = read(text)
    assert time.perf_counter() - start < 5
    check_words(text, messages)
    listed = ["unreadable"] if note is None else [commitment.ref or "-" for commitment in note.commitments]
    assert " ".join([*listed, *(f"!{line}" for line, _ in messages)]) == outcome


def strip_lines(messages: list[tuple[int | None, str]]) -> list[str]:
    """What is said, without the lines: a new field moves what is below it."""
    return [re.sub(r"line \d+", "line", message) for _, message in messages]


def check_changes(text: str) -> None:
    """A change does what it says, or is refused; it never touches the rest."""
    note, messages = read(text)
    if note is None:
        with pytest.raises(UnreadableNote):
            add_commitment(text, Commitment("n3w11", "Something: new"), str(PATH))
        return
    new = Commitment("n3w11", "Something: new", due=date(2026, 12, 1))
    try:
        changed = add_commitment(text, new, str(PATH))
    except UnreadableNote as error:
        check_words(text, [(error.problem.line, error.problem.message)])
    else:
        after, messages_after = read(changed)
        assert after
        assert (after.commitments, after.body, after.kind) == ((*note.commitments, new), note.body, note.kind)
        assert strip_lines(messages_after) == strip_lines(messages)
    for position, old in enumerate(note.commitments):
        done = replace(old, status=Status(State.DONE, date(2026, 12, 2)))
        try:
            changed = change_commitment(text, old, done, str(PATH))
        except UnreadableNote as error:
            check_words(text, [(error.problem.line, error.problem.message)])
        else:
            after, messages_after = read(changed)
            assert after
            expected = (*note.commitments[:position], done, *note.commitments[position + 1 :])
            assert (after.commitments, after.body, after.kind) == (expected, note.body, note.kind)
            assert strip_lines(messages_after) == strip_lines(messages)


@pytest.mark.parametrize(("before", "after"), [pytest.param(*rest[:2], id=name) for name, *rest in DAMAGES])
def test_a_damaged_note_is_changed_rightly_or_not_at_all(before: str, after: str) -> None:
    """Nothing that was read before is read differently after a change."""
    check_changes(damage(before, after))


PIECES = st.sampled_from(
    [
        *"\n\r\t :-#,[]{}&*!|>'\"%@`?~\\\0\ufeff\u2028é😀",
        "---",
        "...",
        "\n---\n",
        "  ",
        "- ",
        ": ",
        " #",
        "''",
        "null",
        "\n  - ",
    ]
)


@settings(max_examples=size(300, 20_000), deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(NOTE)), st.integers(0, 12), st.lists(PIECES, max_size=3)), max_size=4))
def test_a_note_with_any_slips_is_understood_or_named(slips: list[tuple[int, int, list[str]]]) -> None:
    """Whatever is deleted or typed where, reading ends with a note or the name of a line; changing, with no harm."""
    text = NOTE
    for place, gone, typed in slips:
        text = text[:place] + "".join(typed) + text[place + gone :]
    check_words(text, read(text)[1])
    check_changes(text)


@settings(max_examples=size(200, 20_000), deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"---\n", b"---\ncommitments:\n  - "]))
def test_any_bytes_are_understood_or_named(data: bytes, beginning: bytes) -> None:
    """Files that were never notes do no harm."""
    message = "fine"
    try:
        parse_note(PATH, beginning + data)
    except UnreadableNote as error:
        message = error.problem.message
    assert re.fullmatch(r"[ -~]+", message)


@pytest.mark.parametrize(
    "front_matter",
    [
        "commitments:\n" + "  - x\n" * 40_000,
        "commitments:\n" + "  - {}\n" * 30_000,
        "commitments:\n" + "  - what: x\n" * 20_000,
        "".join(f"k{number}:\n" for number in range(30_000)),
        "commitments:\n  - " + "    ".join(f"k{number}: x\n" for number in range(16_000)),
        "x: [" + "{a: b}," * 30_000 + "]\n",
        "x: [" + "[]," * 80_000 + "]\n",
        'x: "' + "\\n" * 120_000 + '"\n',
        "x: |\n" + "  y\n" * 60_000,
        "x: " + "y\n  " * 60_000 + "\n",
        "#" * 250_000 + "\n",
        "# x\n" * 60_000,
        "? " * 120_000 + "\n",
        "x: " + "[{" * 120_000 + "\n",
        "x: " + "'" * 250_000 + "\n",
        "- " * 120_000 + "\n",
        "&a " * 80_000 + "\n",
    ],
    ids=range(17),
)
def test_the_largest_front_matter_is_read_in_time(front_matter: str) -> None:
    """Nothing that fits into 256 KiB takes long."""
    start = time.perf_counter()
    read(f"---\n{front_matter}---\n")
    assert time.perf_counter() - start < 10
