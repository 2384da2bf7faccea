"""What a user can mend. Apart from the records, which take a while to import, for commands that have little to do."""

from __future__ import annotations


class UserError(Exception):
    """Something the user can mend: the message says what, where and what to do, in one line. Anything else that is
    raised is a bug.
    """


class SharedIdentityError(UserError):
    """Two facts would share a GUID: Anki would keep only the last of them."""
