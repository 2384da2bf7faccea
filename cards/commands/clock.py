"""The clock, as a build asks it: once."""

from __future__ import annotations

import datetime
import os
import time

from cards.records import UserError

VARIABLE = "SOURCE_DATE_EPOCH"
END_OF_TIME = 253_402_214_400  # 9999-12-31: the last day that a date of four digits can tell


def build_time() -> int:
    """Now, in seconds since 1970; SOURCE_DATE_EPOCH stands in for it where a build must be repeatable. Raises UserError
    where that is no such number.
    """
    given = os.environ.get(VARIABLE, "").strip()
    if not given:
        return int(time.time())
    if not (given.isascii() and given.isdecimal()) or len(given) > len(str(END_OF_TIME)) or int(given) > END_OF_TIME:
        raise UserError(f"the environment variable {VARIABLE} is “{given[:40]}”; it must be a number of seconds since "
                        f"1970, at most {END_OF_TIME} (the year 9999), or not be set")
    return int(given)


def today() -> str:
    """The day of `build_time` in China, ISO."""
    china = datetime.timezone(datetime.timedelta(hours=8))
    return datetime.datetime.fromtimestamp(build_time(), china).date().isoformat()
