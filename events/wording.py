"""How what is done to events and registrations reads, and what they hold."""

from core.audit.wording import Sentences, register_acts, register_fields
from events.acts import EventAct, RegistrationAct

register_acts(
    {
        EventAct.CREATE: Sentences("created the event", "undid creating the event"),
        EventAct.DUPLICATE: Sentences(
            "made, from an earlier one, the event", "undid making the event"
        ),
        EventAct.EDIT: Sentences("edited the event", "undid an edit of the event"),
        EventAct.PUBLISH: Sentences("published the event", "undid publishing"),
        EventAct.UNPUBLISH: Sentences("took back the event", "undid taking back"),
        EventAct.ARCHIVE: Sentences("archived the event", "undid archiving"),
        EventAct.UNARCHIVE: Sentences("brought back the event", "archived again"),
        EventAct.DELETE: Sentences("deleted the event", "brought back the event"),
        RegistrationAct.REGISTER: Sentences("registered", "undid the registration of"),
        RegistrationAct.ANSWER: Sentences(
            "changed the answers of", "put back the answers of"
        ),
        RegistrationAct.CONFIRM: Sentences(
            "confirmed the attendance of", "undid confirming the attendance of"
        ),
        RegistrationAct.CANCEL: Sentences(
            "cancelled the registration of", "put back the registration of"
        ),
        RegistrationAct.MOVE: Sentences(
            "changed the registration of", "put back the registration of"
        ),
        RegistrationAct.CHECK_IN: Sentences("checked in", "undid checking in"),
        RegistrationAct.PROMOTE: Sentences(
            "promoted from the waitlist", "put back on the waitlist"
        ),
        RegistrationAct.EXPIRE: Sentences("let the seat hold run out of"),
        RegistrationAct.DELETE: Sentences(
            "deleted the registration of", "brought back the registration of"
        ),
    }
)
register_fields(
    {
        "ename": "Event",
        "partnerDescription": "Description for partners",
        "elocation": "Place",
        "imageUrl": "Picture of the event",
        "startDate": "Begins",
        "endDate": "Ends",
        "deadline": "Last day to register",
        "capac": "Seats",
        "pricing": "Prices",
        "isPublished": "Published",
        "isCompleted": "Over",
        "isArchived": "Archived",
        "isApplicationBased": "By application",
        "nonBizTechAllowed": "Open to non-members",
        "registrationQuestions": "Registration questions",
        "partnerRegistrationQuestions": "Registration questions for partners",
        "attendeeFeedbackEnabled": "Feedback form open",
        "partnerFeedbackEnabled": "Partners' feedback form open",
        "attendeeFeedbackQuestions": "Feedback questions",
        "partnerFeedbackQuestions": "Partners' feedback questions",
        "feedbackDeadline": "Feedback closes",
        "registrationStatus": "Registration",
        "applicationStatus": "Application",
        "basicInformation": "About them",
        "dynamicResponses": "Answers",
        "isPartner": "Partner",
        "points": "Points",
        "teamID": "Team",
        "teamSize": "People in a team",
        "holdUntil": "Seat kept until",
        "waitingSince": "Waiting since",
        "checkedInAt": "Checked in",
        "checkoutLink": "Checkout",
    },
    times=("holdUntil", "waitingSince", "checkedInAt"),
)
