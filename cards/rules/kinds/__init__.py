"""The closed kinds of match. A rule has exactly one of these keys; each kind is one file that checks it and finds."""
