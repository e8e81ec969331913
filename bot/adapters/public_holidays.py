"""China's public holidays and the weekend days worked for them (调休), from the ``chinesecalendar`` library.

The State Council announces each year by itself, about November of the year before, and it follows no formula. So the
library knows a year only after a release of its own, and refuses to guess; so do we (docs/service-rules.md).
"""

from __future__ import annotations

from datetime import date
from typing import Literal, Protocol

import chinese_calendar

DayKind = Literal["ordinary", "holiday", "makeup"]
"""``holiday``: off by the announcement, adjoining weekend days included; ``makeup``: a weekend day that is worked."""


class PublicHolidays(Protocol):
    """The port to the announcements."""

    def knows(self, year: int) -> bool:
        """Whether a year was announced, as far as we know."""
        ...

    def kind(self, day: date) -> DayKind:
        """What the announcement says of a day; ``ordinary`` for every day of a year that is not known."""
        ...


class AnnouncedHolidays:
    """The announcements as the library has them."""

    def knows(self, year: int) -> bool:
        """See :class:`PublicHolidays`."""
        try:
            chinese_calendar.is_workday(date(year, 1, 1))
        except NotImplementedError:
            return False
        return True

    def kind(self, day: date) -> DayKind:
        """See :class:`PublicHolidays`."""
        try:
            off, name = chinese_calendar.get_holiday_detail(day)
        except NotImplementedError:
            return "ordinary"
        if name is None:
            return "ordinary"
        return "holiday" if off else "makeup"
