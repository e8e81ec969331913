"""The names under which a complaint is remembered, and what counts as one."""

from __future__ import annotations

STORY, HEARD_OUT, WHEN, WISHES, PHONE = (
    "complaint_story",
    "complaint_heard_out",
    "complaint_when",
    "complaint_wishes",
    "complaint_phone",
)
FILED = "complaint_filed"
"""What was told in complaints that are over: a second one does not begin with the words of the first."""

CASE = "complaint_case"
"""The decision of a person that was known when the story began; a newer one has ended the story."""

UNKNOWN = "unknown"

COMPLAINTS = frozenset(
    {
        "complain_shop",
        "complain_service",
        "complain_delay",
        "complain_quality",
        "complain_damaged",
        "complain_not_received",
    }
)
