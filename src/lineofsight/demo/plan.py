"""How many children are where at each month end: the whole-number plan that the lives are built from.

Every figure of the council is a count of people, so the plan is whole numbers too: of so many children at a
month end, so many had the visit, the plan, the review. `ANCHORS` holds the months whose counts are given; in
between, counts move gradually from one to the next with a little unevenness. Months are numbered as in `days`:
0 is March 2019, 12 March 2020, 24 March 2021, 36 March 2022, 43 to 48 October 2022 to March 2023.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from lineofsight.demo.days import LAST

FIXED = (36, 43, 44, 45, 46, 47, 48)

# People at the month end.
CHILDREN_IN_NEED = {0: 742, 6: 768, 11: 760, 13: 734, 15: 722, 18: 748, 24: 782, 30: 797, 36: 810, 39: 793,
                    42: 766, 43: 759, 44: 797, 45: 728, 46: 728, 47: 749, 48: 738}  # fmt: skip
ON_PROTECTION_PLAN = {0: 284, 12: 302, 15: 289, 24: 318, 33: 330, 36: 328, 39: 300, 42: 249, 43: 235, 44: 220,
                      45: 226, 46: 237, 47: 240, 48: 214}  # fmt: skip
LOOKED_AFTER = {0: 330, 12: 324, 15: 328, 24: 331, 30: 338, 36: 335, 37: 323, 38: 316, 39: 311, 42: 305, 43: 304,
                44: 298, 45: 297, 46: 285, 47: 291, 48: 301}  # fmt: skip
CARE_LEAVERS = {
    0: 262,
    12: 268,
    24: 274,
    36: 280,
    39: 278,
    43: 275,
    44: 270,
    45: 263,
    46: 271,
    47: 269,
    48: 269,
}
ELSEWHERE = {0: 885, 12: 895, 14: 850, 18: 872, 24: 900, 30: 918, 33: 938, 36: 930, 39: 955, 42: 978, 43: 972,
             44: 966, 45: 955, 46: 967, 47: 978, 48: 981}  # fmt: skip
OPENED_IN_8_WEEKS = {0: 246, 12: 248, 13: 214, 14: 192, 16: 224, 18: 246, 20: 258, 24: 258, 29: 236, 32: 264,
                     36: 256, 41: 240, 43: 276, 44: 288, 45: 280, 46: 284, 47: 280, 48: 206}  # fmt: skip

# Named lives among those elsewhere.
SHORT_BREAKS = {0: 178, 36: 188, 45: 208, 48: 209}
PERMANENCE_SUPPORT = {0: 162, 36: 178, 45: 210, 48: 211}
PRIVATE_FOSTERING = {0: 14, 24: 12, 48: 18}
LEAVERS_OF_22 = {0: 178, 36: 196, 46: 206, 48: 206}

# What happens in a month.
PROTECTION_PLANS_STARTED = {1: 30, 12: 32, 13: 24, 15: 26, 18: 33, 24: 33, 33: 34, 34: 33, 35: 32, 36: 33, 37: 29,
                            38: 27, 39: 26, 40: 24, 41: 27, 42: 16, 43: 18, 44: 14, 45: 27, 46: 25, 47: 22,
                            48: 22}  # fmt: skip
ENTERED_CARE = {1: 8, 12: 8, 13: 7, 36: 8, 37: 3, 39: 2, 42: 2, 43: 3, 44: 4, 45: 6, 46: 4, 47: 11, 48: 15}
REFERRALS_ASSESSED = {1: 186, 5: 158, 7: 192, 11: 190, 12: 178, 13: 122, 14: 138, 16: 172, 17: 150, 18: 196, 20: 198,
                      21: 172, 24: 200, 29: 160, 30: 196, 32: 206, 33: 174, 36: 204, 37: 184, 40: 196, 41: 164,
                      42: 208, 43: 212, 44: 214, 45: 184, 46: 198, 47: 172, 48: 166}  # fmt: skip

# Of so many (second) at the month end, so many (first).
PLANNED = {0: (640, 742), 12: (662, 758), 14: (626, 730), 24: (690, 782), 36: (720, 810), 40: (706, 790),
           43: (672, 759), 44: (712, 797), 45: (642, 728), 46: (660, 728), 47: (656, 749), 48: (637, 738)}  # fmt: skip
PLAN_REVIEWED = {1: (577, 641), 12: (602, 662), 14: (543, 624), 18: (580, 648), 24: (631, 690), 36: (664, 720),
                 40: (637, 706), 43: (593, 672), 44: (615, 712), 45: (563, 642), 46: (552, 660), 47: (547, 656),
                 48: (559, 637)}  # fmt: skip
VISITED_IN_NEED = {1: (612, 745), 8: (638, 766), 9: (600, 763), 10: (636, 762), 12: (630, 758), 13: (558, 734),
                   14: (572, 728), 17: (612, 740), 20: (640, 758), 21: (586, 766), 22: (644, 772), 24: (662, 782),
                   32: (681, 803), 33: (634, 805), 34: (678, 807), 36: (686, 810), 42: (662, 766), 43: (653, 759),
                   44: (670, 797), 45: (524, 728), 46: (637, 728), 47: (663, 749), 48: (620, 738)}  # fmt: skip
VISITED_ON_PLAN = {1: (263, 285), 12: (281, 302), 13: (261, 296), 15: (266, 289), 24: (298, 318), 36: (308, 328),
                   42: (234, 249), 43: (222, 235), 44: (215, 220), 45: (215, 226), 46: (222, 237), 47: (221, 240),
                   48: (204, 214)}  # fmt: skip
NOT_ASSESSED_IN_YEAR = {1: (23, 330), 12: (21, 324), 14: (25, 327), 18: (26, 329), 24: (23, 331), 36: (28, 335),
                        42: (36, 306), 43: (41, 304), 44: (41, 298), 45: (42, 297), 46: (57, 285), 47: (83, 291),
                        48: (89, 301)}  # fmt: skip
VISITED_IN_CARE = {1: (298, 330), 12: (293, 324), 13: (282, 325), 16: (295, 328), 24: (301, 331), 36: (303, 335),
                   42: (280, 306), 43: (279, 304), 44: (260, 298), 45: (264, 297), 46: (246, 285), 47: (261, 291),
                   48: (277, 301)}  # fmt: skip
OVERSEEN = {1: (2040, 2170), 12: (2100, 2205), 14: (2005, 2150), 24: (2230, 2335), 36: (2330, 2427),
            39: (2300, 2430), 42: (2105, 2310), 43: (2031, 2269), 44: (2096, 2263), 45: (1924, 2189),
            46: (1942, 2204), 47: (2065, 2247), 48: (2056, 2297)}  # fmt: skip
IN_TOUCH = {1: (225, 262), 12: (233, 268), 24: (241, 274), 36: (249, 280), 39: (259, 278), 43: (265, 275),
            44: (265, 270), 45: (258, 263), 46: (267, 271), 47: (264, 269), 48: (264, 269)}  # fmt: skip
EARNING_OR_LEARNING = {1: (162, 262), 12: (169, 268), 15: (160, 270), 24: (169, 274), 36: (180, 280), 43: (195, 275),
                       44: (199, 270), 45: (195, 263), 46: (203, 271), 47: (204, 269), 48: (208, 269)}  # fmt: skip
SUITABLY_HOUSED = {1: (215, 262), 12: (222, 268), 24: (228, 274), 36: (234, 280), 41: (256, 276), 43: (256, 275),
                   44: (259, 270), 45: (251, 263), 46: (258, 271), 47: (255, 269), 48: (254, 269)}  # fmt: skip

# Protection plans with a review that was late, at the month end; and plans open for three months or more.
LATE_REVIEWS = {1: 3, 12: 4, 15: 6, 24: 4, 30: 4, 36: 3, 43: 3, 44: 3, 45: 4, 46: 5, 47: 5, 48: 5}
# Children whose year in care held a review, or the date for one, at 31 March 2023.
REVIEWED_IN_YEAR = 346

# Contacts of each month from April 2019: decided or late by the month end, of these late, undecided at the
# month end (received in its last days), of these late in the end.
CONTACTS = (
    (1228, 85, 16, 1), (1312, 94, 17, 0), (1290, 88, 5, 0), (1345, 90, 15, 1), (1072, 71, 4, 0), (1318, 84, 16, 0),
    (1382, 91, 17, 1), (1361, 93, 5, 0), (1098, 82, 12, 0), (1330, 90, 14, 1), (1262, 81, 4, 0), (1187, 86, 15, 0),
    (902, 74, 14, 0), (968, 75, 5, 0), (1175, 92, 16, 1), (1236, 97, 14, 0), (1010, 81, 12, 0), (1290, 108, 15, 1),
    (1318, 111, 4, 0), (1305, 110, 16, 0), (1092, 95, 11, 1), (1128, 97, 4, 0), (1162, 99, 4, 0), (1362, 115, 14, 0),
    (1190, 98, 15, 0), (1275, 102, 16, 1), (1330, 104, 16, 0), (1290, 98, 4, 0), (1040, 77, 14, 1), (1310, 92, 16, 0),
    (1335, 89, 4, 0), (1370, 86, 16, 1), (1135, 66, 11, 0), (1270, 66, 16, 1), (1255, 56, 16, 0), (1440, 47, 17, 0),
    (1205, 20, 4, 0), (1352, 18, 17, 1), (1338, 15, 17, 0), (1322, 14, 4, 0), (1088, 11, 15, 1), (1364, 14, 14, 0),
    (1385, 18, 18, 1), (1402, 18, 18, 0), (1180, 18, 4, 0), (1336, 42, 17, 1), (1268, 33, 17, 0), (1475, 40, 16, 0),
)  # fmt: skip
# Assessments authorised in each month from April 2019, and those that took longer than 45 working days.
ASSESSMENTS = (
    (288, 47), (302, 49), (296, 47), (304, 50), (262, 44), (298, 49), (318, 53), (312, 53), (268, 48), (300, 52),
    (296, 52), (290, 55), (244, 52), (252, 55), (278, 58), (290, 59), (262, 52), (296, 58), (308, 60), (310, 61),
    (272, 55), (284, 57), (288, 57), (322, 63),
    (296, 58), (305, 59), (318, 60), (312, 57), (270, 48), (312, 54), (325, 54), (335, 53), (280, 43), (310, 46),
    (312, 43), (345, 43),
    (310, 40), (334, 39), (338, 37), (330, 34), (288, 27), (336, 29), (331, 30), (348, 29), (292, 30), (323, 34),
    (312, 34), (346, 36),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """How many people are where at one month end, and how many of them had what they should have had.

    Fields named `not_...`, `un...` or `late` are the people of the cohort without it.
    """

    number: int
    in_need: int
    planned: int
    plan_not_reviewed: int
    unvisited_in_need: int
    on_plan: int
    plans_started: int
    unvisited_on_plan: int
    late_reviews: int
    looked_after: int
    entered_care: int
    not_assessed: int
    unvisited_in_care: int
    leavers: int
    not_in_touch: int
    not_earning_or_learning: int
    unsuitably_housed: int
    elsewhere: int
    short_breaks: int
    permanence_support: int
    private_fostering: int
    leavers_of_22: int
    recent: int
    not_overseen: int
    referrals: int
    contacts: tuple[int, int, int, int]
    assessments: tuple[int, int]

    @property
    def open_cases(self) -> int:
        return self.in_need + self.on_plan + self.looked_after + self.leavers + self.elsewhere


def _between(anchors: dict[int, float], month: int) -> float:
    """The value on the straight line between the anchors around a month."""
    if month in anchors:
        return anchors[month]
    marks = sorted(anchors)
    if month < marks[0]:
        return anchors[marks[0]]
    low = max(mark for mark in marks if mark < month)
    high = min(mark for mark in marks if mark > month)
    return anchors[low] + (anchors[high] - anchors[low]) * (month - low) / (high - low)


def council_plan(rng: Random) -> list[MonthPlan]:
    """The plan for months 0 to 48. Given months are as given; the others are uneven by a child or two in a hundred."""

    def people(anchors: dict[int, int], month: int, unevenness: float = 0.008) -> int:
        if month in anchors:
            return anchors[month]
        value = _between(dict(anchors), month)
        return round(value * (1 + rng.gauss(0, unevenness)))

    def without(anchors: dict[int, tuple[int, int]], month: int, of: int) -> int:
        if month in FIXED and month in anchors:
            return of - anchors[month][0]
        shares = {mark: 1 - part / whole for mark, (part, whole) in anchors.items()}
        share = _between(shares, month)
        return max(1, round(of * share * (1 + rng.gauss(0, 0.05))))

    months = []
    for m in range(LAST + 1):
        in_need = people(CHILDREN_IN_NEED, m)
        on_plan = people(ON_PROTECTION_PLAN, m)
        looked_after = people(LOOKED_AFTER, m, 0.004)
        leavers = people(CARE_LEAVERS, m, 0.005)
        elsewhere = people(ELSEWHERE, m, 0.006)
        recent = people(OPENED_IN_8_WEEKS, m, 0.01)
        planned = in_need - without(PLANNED, m, in_need)
        open_cases = in_need + on_plan + looked_after + leavers + elsewhere
        assessed = {mark: (whole - part, whole) for mark, (part, whole) in NOT_ASSESSED_IN_YEAR.items()}
        months.append(
            MonthPlan(
                number=m,
                in_need=in_need,
                planned=planned,
                plan_not_reviewed=without(PLAN_REVIEWED, m, planned),
                unvisited_in_need=without(VISITED_IN_NEED, m, in_need),
                on_plan=on_plan,
                plans_started=people(PROTECTION_PLANS_STARTED, m, 0.05),
                unvisited_on_plan=without(VISITED_ON_PLAN, m, on_plan),
                late_reviews=people(LATE_REVIEWS, m),
                looked_after=looked_after,
                entered_care=people(ENTERED_CARE, m, 0.1),
                not_assessed=without(assessed, m, looked_after),
                unvisited_in_care=without(VISITED_IN_CARE, m, looked_after),
                leavers=leavers,
                not_in_touch=without(IN_TOUCH, m, leavers),
                not_earning_or_learning=without(EARNING_OR_LEARNING, m, leavers),
                unsuitably_housed=without(SUITABLY_HOUSED, m, leavers),
                elsewhere=elsewhere,
                short_breaks=people(SHORT_BREAKS, m),
                permanence_support=people(PERMANENCE_SUPPORT, m),
                private_fostering=people(PRIVATE_FOSTERING, m, 0.02),
                leavers_of_22=people(LEAVERS_OF_22, m),
                recent=recent,
                not_overseen=without(OVERSEEN, m, open_cases - recent),
                referrals=people(REFERRALS_ASSESSED, m, 0.03),
                contacts=CONTACTS[max(0, m - 1)],
                assessments=ASSESSMENTS[max(0, m - 1)],
            )
        )
    return months
