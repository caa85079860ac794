"""What made-up people say in the demonstration's audits: why a grade, what is agreed, what workers and families say."""

from __future__ import annotations

from lineofsight.web.audits.grades import Feedback, Grade

#: Why this is the grade of the whole.
REASONS: dict[str, tuple[str, ...]] = {
    Grade.OUTSTANDING: (
        "The child is better off, everybody says so, and the record shows how it came about.",
        "Work of this kind should be shown to others: steady, warm, and it changed something.",
        "Nothing that matters was missed, and the child knows it.",
    ),
    Grade.GOOD: (
        "The child is safe, known and helped. What is missing is small and named above.",
        "Good work that makes a difference; the plan could be shorter and the supervision deeper.",
        "The worker knows this child, and things are moving.",
        "Most of what the child needs is there, in time and with care.",
    ),
    Grade.REQUIRES_IMPROVEMENT: (
        "The child is safe, but things have stood still, and nobody asks why.",
        "The work is done in time. What it is for is hard to see.",
        "There is good direct work, and a plan that doesn't follow from it.",
        "Managers do not see the drift that a reader sees in half an hour.",
    ),
    Grade.INADEQUATE: (
        "Worry was written down and not acted on. The child waited too long.",
        "There is no plan that would make this child safer, and nobody has noticed.",
        "Nobody has known this child for months.",
    ),
}  # fmt: skip

#: What second readers add where they grade lower, as high, or higher than the auditor.
LOWER = (
    "I read the same record and can't see what has changed for the child.",
    "The visits are good; the grade is for what came of them, and that is little.",
    "The plan has drifted for longer than the audit says.",
)
AS_HIGH = (
    "I agree, for the reasons that the record gives.",
    "The same grade, and the same two things to make better.",
    "The evidence supports it.",
)
HIGHER = (
    "The audit is too hard on the last two months; before that the work was strong.",
    "What is missing on paper was done, as the worker could show.",
)
PANEL_MEMBERS = "A head of service, the quality assurance manager and a service manager from elsewhere"
PANEL_REASONS = (
    "The panel read the case together and went by what has changed for the child.",
    "The panel found the safety plan too thin for the higher grade.",
    "The panel gave weight to what the family said, which one reader had not seen.",
)

REFLECTIONS = (
    "I know the child well and had not written half of it down.",
    "Talking it through I saw that we have been waiting for the same thing since the last review.",
    "I would have gone back to the father earlier.",
    "I had three families in crisis that month, and this one was quiet.",
    "What helped was to hear what the grandmother said about us.",
    "I should like to know how others bring such a plan to an end.",
    "Supervision was always about the next task. I missed somebody who asks why.",
    "It was good to be told what went well, for once.",
)
NO_TALK = (
    "The worker has left, and the new one has had the case for a week.",
    "Two talks were put off; the worker was called out both times.",
    "The worker was away for longer than the audit.",
)
CHILD_SAID = (
    "“She comes when she says.”",
    "“I can tell him things, and then something happens.”",
    "“I don't know why they have meetings about me.”",
    "Drew the worker beside the dog, which is high praise.",
    "“It's better at home now. Mostly.”",
    "“I have had to say the same to three people.”",
    "“They listened about my brother.”",
    "“I would like to see my room at Nan's first.”",
)
FAMILY_SAID = (
    "“We knew what they were worried about. They said it to our faces.”",
    "“It was help, in the end. We were afraid of it at first.”",
    "“I heard of the meeting from the school.”",
    "“They asked me what works. Nobody had.”",
    "“Every time a new one, and I start again.”",
    "“The letters frighten me. She explains them.”",
    "“They saw what I do right.”",
    "“I asked for a family meeting and it was held in my mother's kitchen.”",
)
NO_FEEDBACK: dict[str, tuple[str, ...]] = {
    Feedback.ATTEMPTED: ("Rang twice and left a message.", "A letter and a call; no answer until the audit was due."),
    Feedback.DECLINED: ("Said that it was not the moment.", "Would rather talk with the worker alone."),
    Feedback.NOT_APPROPRIATE: ("Too young to be asked; what was seen stands in the audit.", "In court this week."),
}  # fmt: skip
EVIDENCE = (
    "Last three visits; supervision of the last quarter",
    "Assessment, pages on the family's history",
    "Minutes of the last review and the plan after it",
    "Chronology, and the notes around the last move",
)
#: What is different for the child, of work that is not good enough and of work that is; and what would help most.
CHANGED = (
    (
        "Little so far. The worker and the mother agree on that.",
        "A referral was made and a course was completed; at home it is as it was.",
        "It was better until the spring, and has slipped back.",
    ),
    (
        "The child is calmer at home; the aunt and the worker say so.",
        "Appointments are kept, and the doctor sees the difference.",
        "Both parents come, and the child has noticed.",
    ),
)
WISHED = (
    "A steady worker, who knows what to ask.",
    "That the plan is finished rather than renewed.",
    "A home that stays.",
    "That somebody asks the father.",
)

#: What is agreed of a section, and what shows that it is done.
AGREED: dict[str, tuple[tuple[str, str], ...]] = {
    "safety": (
        ("Write the safety plan again with the family and try it out", "The plan, and a note of the try"),
        ("Check everybody who lives in or visits the home", "The checks, with what follows from them"),
        ("Look at the risk again with police and health", "The minutes and the decision"),
    ),
    "assessment": (
        ("Bring the assessment up to date, with the father in it", "The assessment, read by the manager"),
        ("Meet the mother's new partner and add what follows", "The note and the changed analysis"),
        ("Add what the events mean for the child", "The analysis"),
    ),
    "voice": (
        ("See the child alone, somewhere else than at home", "The visit, in the child's words"),
        ("Go back to what the child said, and tell them what came of it", "The note of that talk"),
        ("Offer an advocate again", "The child's answer"),
    ),
    "planning": (
        ("Bring the review forward and shorten the plan to what matters", "The new plan, with a day for each step"),
        ("Write the plan with the family and give it to them", "The plan, in their words"),
        ("Hold the core group that was put off, and set what happens if nothing changes", "Its minutes"),
    ),
    "visits": (
        ("Visit at other times of day and see where the child sleeps", "Two visits, one before school"),
        ("Agree who stays with the child, and tell the child", "The note, and a letter to the child"),
    ),
    "oversight": (
        ("Hold supervision on this case and set a day by which it must have moved", "The supervision record"),
        ("Ask in the next supervision what became of each decision", "The record, point by point"),
        ("Agree who covers while the manager's post is empty", "A name in the record"),
    ),
    "partnership": (
        ("Meet with school and health visitor and agree who does what", "The minutes"),
        ("Follow up the referral that has waited since the spring", "A day, or the reason why there is none"),
    ),
    "identity": (
        ("Book an interpreter for each visit", "The bookings"),
        ("Begin a life story with the child", "Its first pages"),
    ),
    "permanence": (
        ("Bring the second plan to the panel", "The decision"),
        ("Arrange time with brothers and sisters", "Two days on which they met"),
    ),
    "recording": (
        ("Bring chronology and case summary up to date", "Both, dated this month"),
        ("Put the plan where somebody would look tonight", "Somebody else has found it"),
    ),
    "better_together": (
        ("Offer the family meeting that was not offered", "The family's answer, or the plan that came of it"),
        ("Ring the mother about what went wrong between us", "A note of the talk"),
    ),
    "impact": (
        ("Agree with child and family what should be different by the summer", "It stands in the plan"),
        ("Ask the school what has changed for the child", "The school's answer"),
    ),
    "essentials": (
        ("Read the whole case and say whether it needs a full audit", "The manager's decision"),
        ("See the child this week", "The visit"),
    ),
}
#: Who does it where nobody on the site does.
OTHERS = ("The independent reviewing officer", "The virtual school", "The health visiting service", "Legal services")
DONE = (
    "Done; it is in the record.",
    "Done and talked through in supervision.",
    "The new plan is there, and the family has it.",
    "Held, with everybody there who was asked.",
)
FOUND = {
    "made_a_difference": ("The child's days have changed because of it.", "The plan moves again; the family says so."),
    "no_difference": ("It was done, and everything is as it was.", "There is a new page, and the old drift."),
}  # fmt: skip
#: Of what was not done: where nobody said that it was, and where somebody had marked it as done.
NOT_DONE = (
    ("Not begun. The manager had not heard of it.", "Put off twice and then forgotten.", "Waits for another service."),
    ("Marked as done; nothing in the record shows it.", "Done on paper: the family knows of nothing."),
)
#: What the division does about what audits found: theme, what, and what closes it.
ABOUT_THEMES = (
    ("oversight", "Group supervision in each family support team, once a month, with a case that has stood still",
     "Six sessions held; a dip sample of supervision records afterwards"),
    ("planning", "Every plan of more than six months read by a second manager", "The list, and what was changed"),
    ("fathers", "A morning for all teams on finding and meeting fathers", "Who came, and what they changed"),
    ("practice_framework", "Letters to families read by two parents before the form changes", "The new form"),
)  # fmt: skip
OUT = (
    "The case was closed before the audit began",
    "The child moved to another authority in the week of the draw",
)
