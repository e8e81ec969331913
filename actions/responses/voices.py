"""Said to what customers think of us: complaints, a survey, praise and suggestions."""

from __future__ import annotations

VARIABLES: dict[str, tuple[str, ...]] = {
    # complaint
    "utter_complaint_tell": (),
    "utter_complaint_tell_again": (),
    "utter_complaint_anything_else": (),
    "utter_complaint_and_else": (),
    "utter_complaint_go_on": (),
    "utter_complaint_when": (),
    "utter_complaint_wishes": (),
    "utter_complaint_wishes_again": (),
    "utter_complaint_phone": (),
    "utter_complaint_repeat": ("story", "about", "wishes", "proof"),
    "utter_complaint_recorded": ("by", "wishes"),
    "utter_complaint_recorded_no_wish": ("by",),
    # service_attitude
    "utter_service_sorry": (),
    "utter_service_sorry_and_else": (),
    # survey
    "utter_survey_ask": (),
    "utter_survey_score": (),
    "utter_survey_why": (),
    "utter_survey_why_poor": (),
    "utter_survey_thanks": (),
    "utter_survey_thanks_why": (),
    "utter_survey_thanks_poor": (),
    "utter_survey_no_why": (),
    # feedback
    "utter_feedback_tell": (),
    "utter_feedback_praise": (),
    "utter_feedback_praise_about": ("about",),
    "utter_feedback_suggestion": (),
    "utter_feedback_suggestion_about": ("about",),
}
