"""What can go wrong for a user. Anything else that is raised is a bug."""


class UserError(Exception):
    """Something the user can mend: the message says what, where and what to do, in one line."""


class SharedIdentityError(UserError):
    """Two facts would share a GUID: Anki would keep only the last of them."""
