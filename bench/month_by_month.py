"""What would a good analyst's own script say? The 17 indicators counted with pandas, month by month.

A baseline to measure the engine against and an oracle for its figures: it shares no code with the engine.
Inside a month everything is vectorised; the months are a loop. The evidence (who or which event, met or not,
clock start, due date) is kept for every figure, and figures are only ever counted from it.

    python bench/month_by_month.py EXTRACT_FOLDER OUT.csv --months 36 --from csv --extracted-on 2023-03-31

Output: ref,month,window,dimension,member,numerator,denominator (counts have no denominator).
"""

import argparse
import csv
import sys
import time
from pathlib import Path

import holidays
import numpy as np
import pandas as pd
import pyarrow.parquet as parquet

NOT_KNOWN = "not known"
NEVER = pd.Timestamp("9999-12-31").as_unit("s")
FIRST_YEAR_OF_HOLIDAYS = 1990  # no clock that matters ran before
DIMENSIONS = ("team", "gender", "ethnicity_group", "age_group", "disability", "primary_need")
COUNTS = ("1.2", "1.3", "1.4", "allocated", "open_elsewhere")
SNAPSHOTS = ("1.1", *COUNTS, "3.1", "3.2", "3.3", "4.7.2", "4.8", "5.10", "5.11", "6.1", "6.2", "6.3")
EVENTS = ("2.1", "2.10a")
WINDOWS_OF_EVENTS = ("month", "ytd", "rolling_year")

AGE_GROUPS = ["0", "1-4", "5-9", "10-15", "16-17", "18 and over"]
TRUE = {"y", "yes", "1", "true", "t"}
GENDERS = {"01": "male", "M": "male", "MALE": "male", "02": "female", "F": "female", "FEMALE": "female"}
GENDERS |= {"09": "self-described"}
ETHNICITY_GROUPS = {
    "white": "WBRI WIRI WIRT WROM WOTH",
    "mixed": "MWBC MWBA MWAS MOTH",
    "asian": "AIND APKN ABAN AOTH CHNE",
    "black": "BCRB BAFR BOTH",
    "other": "OOTH",
}
ETHNICITIES = {code: group for group, codes in ETHNICITY_GROUPS.items() for code in codes.split()}
IN_EDUCATION_EMPLOYMENT_OR_TRAINING = {"F1", "P1", "F2", "P2", "F4", "P4", "F5", "P5"}
CARE_LEAVER_ELIGIBILITY = r"^\s*(?:[a-z]\)\s*)?(?:former\s+relevant|relevant|qualifying)"

# What is read of each table: name used here -> (column, kind). Kinds: text; code (leading characters, in
# capitals); flag (flag?: may be absent); happened (none after the extract counts); born; ends (empty: never).
TABLES = {
    "people": ("ssd_person", {
        "person_id": ("pers_person_id", "text"), "born": ("pers_dob", "born"),
        "gender": ("pers_gender", "code"), "ethnicity": ("pers_ethnicity", "code"),
    }),
    "disabilities": ("ssd_disability", {
        "person_id": ("disa_person_id", "text"), "code": ("disa_disability_code", "code"),
    }),
    "involvements": ("ssd_involvements", {
        "record": ("invo_involvements_id", "text"), "person_id": ("invo_person_id", "text"),
        "role": ("invo_professional_role_id", "code"), "team": ("invo_professional_team", "text"),
        "start": ("invo_involvement_start_date", "happened"), "end": ("invo_involvement_end_date", "ends"),
    }),
    "referrals": ("ssd_cin_episodes", {
        "record": ("cine_referral_id", "text"), "person_id": ("cine_person_id", "text"),
        "start": ("cine_referral_date", "happened"), "end": ("cine_close_date", "ends"),
        "nfa": ("cine_referral_nfa", "flag?"), "need": ("cine_cin_primary_need_code", "code"),
    }),
    "oversights": ("los_management_oversight", {
        "person_id": ("mano_person_id", "text"), "date": ("mano_oversight_date", "happened"),
    }),
    "contacts": ("ssd_contacts", {
        "record": ("cont_contact_id", "text"), "person_id": ("cont_person_id", "text"),
        "received": ("cont_contact_date", "happened"),
    }),
    "decisions": ("los_contact_decisions", {
        "record": ("cond_contact_id", "text"), "decided": ("cond_decision_date", "happened"),
    }),
    "assessments": ("ssd_cin_assessments", {
        "record": ("cina_assessment_id", "text"), "person_id": ("cina_person_id", "text"),
        "referral": ("cina_referral_id", "text"), "start": ("cina_assessment_start_date", "happened"),
        "date": ("cina_assessment_auth_date", "happened"), "nfa": ("cina_assessment_outcome_nfa", "flag?"),
    }),
    "cin_plans": ("ssd_cin_plans", {
        "record": ("cinp_cin_plan_id", "text"), "person_id": ("cinp_person_id", "text"),
        "start": ("cinp_cin_plan_start_date", "happened"), "end": ("cinp_cin_plan_end_date", "ends"),
    }),
    "cin_reviews": ("los_cin_plan_reviews", {
        "person_id": ("cipr_person_id", "text"), "date": ("cipr_review_date", "happened"),
    }),
    "cin_visits": ("ssd_cin_visits", {
        "person_id": ("cinv_person_id", "text"), "date": ("cinv_cin_visit_date", "happened"),
        "seen": ("cinv_cin_visit_seen", "flag"),
    }),
    "cp_plans": ("ssd_cp_plans", {
        "record": ("cppl_cp_plan_id", "text"), "person_id": ("cppl_person_id", "text"),
        "conference": ("cppl_icpc_id", "text"), "other_authority": ("cppl_cp_plan_ola", "flag?"),
        "start": ("cppl_cp_plan_start_date", "happened"), "end": ("cppl_cp_plan_end_date", "ends"),
    }),
    "conferences": ("ssd_initial_cp_conference", {
        "record": ("icpc_icpc_id", "text"), "plan": ("icpc_cp_plan_id", "text"),
        "held": ("icpc_icpc_date", "happened"),
    }),
    "cp_reviews": ("ssd_cp_reviews", {
        "plan": ("cppr_cp_plan_id", "text"), "date": ("cppr_cp_review_date", "happened"),
    }),
    "cp_visits": ("ssd_cp_visits", {
        "person_id": ("cppv_person_id", "text"), "date": ("cppv_cp_visit_date", "happened"),
        "seen": ("cppv_cp_visit_seen", "flag"),
    }),
    "episodes": ("ssd_cla_episodes", {
        "person_id": ("clae_person_id", "text"), "cla_id": ("clae_cla_id", "text"),
        "start": ("clae_cla_episode_start_date", "happened"), "end": ("clae_cla_episode_ceased_date", "ends"),
        "entered": ("clae_entered_care_date", "happened"),
    }),
    "legal_statuses": ("ssd_legal_status", {
        "person_id": ("lega_person_id", "text"), "code": ("lega_legal_status", "code"),
        "start": ("lega_legal_status_start_date", "happened"), "end": ("lega_legal_status_end_date", "ends"),
    }),
    "cla_reviews": ("ssd_cla_reviews", {
        "cla_id": ("clar_cla_id", "text"), "date": ("clar_cla_review_date", "happened"),
        "cancelled": ("clar_cla_review_cancelled", "flag?"),
    }),
    "cla_visits": ("ssd_cla_visits", {
        "person_id": ("clav_person_id", "text"), "date": ("clav_cla_visit_date", "happened"),
        "seen": ("clav_cla_visit_seen", "flag"),
    }),
    "leavers": ("los_care_leaver_statuses", {
        "record": ("cles_status_id", "text"), "person_id": ("cles_person_id", "text"),
        "start": ("cles_valid_from", "happened"), "end": ("cles_valid_to", "ends"),
        "eligibility": ("cles_eligibility", "text"), "in_touch": ("cles_in_touch", "text"),
        "contact": ("cles_latest_contact", "happened"), "suitable": ("cles_accom_suitable", "code"),
        "activity": ("cles_activity", "code"),
    }),
}  # fmt: skip


class MissingDataError(Exception):
    """The extract lacks a table or column without which a figure would be wrong."""


# --- reading ----------------------------------------------------------------------------------------------


def column_names(path, source):
    if source == "parquet":
        return parquet.read_schema(path).names
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file), [])


def table_read(folder, table, columns, source):
    """The wanted columns of one SSD table, under the names used here, before any cleaning."""
    path = folder / f"{table}.{source}"
    if not path.exists():
        raise MissingDataError(f"needs {table}")
    present = set(column_names(path, source))
    for column, kind in columns.values():
        if column not in present and not kind.endswith("?"):
            raise MissingDataError(f"needs {table}.{column}")
    wanted = {column: name for name, (column, kind) in columns.items() if column in present}
    if source == "parquet":
        raw = parquet.read_table(path, columns=list(wanted)).to_pandas(date_as_object=False)
    else:  # keep_default_na: the disability code None is a value, not a gap
        raw = pd.read_csv(
            path, usecols=list(wanted), dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8-sig"
        )
    raw = raw.rename(columns=wanted)
    return raw.reindex(columns=list(columns))


def dates_of(values):
    """Dates without time of day, from dates, ISO text or day-first text; 1900-01-01 is empty."""
    if pd.api.types.is_datetime64_any_dtype(values):
        dates = values.dt.normalize()
    else:
        text = values.astype("str").str.strip()
        dates = pd.to_datetime(text.str.slice(0, 10), format="%Y-%m-%d", errors="coerce")
        other = dates.isna() & values.notna()
        if other.any():
            day_first = text[other].str.split(r"[ T]", regex=True).str[0]
            dates = dates.astype("datetime64[s]")
            dates[other] = pd.to_datetime(day_first, format="%d/%m/%Y", errors="coerce").astype("datetime64[s]")
    dates = dates.astype("datetime64[s]")
    return dates.mask(dates == pd.Timestamp("1900-01-01"))


def text_of(values):
    text = values.where(values.isna(), values.astype("str").str.strip())
    return text.mask(text == "").astype("object")


def code_of(values):
    """The leading characters up to the first separator, in capitals: N1 of 'N1 - Abuse or neglect'."""
    return values.astype("str").where(values.notna()).str.extract(r"^\s*([A-Za-z0-9]+)")[0].str.upper().astype("object")


def cleaned(raw, columns, extracted_on):
    table = pd.DataFrame(index=raw.index)
    for name, (_, kind) in columns.items():
        values = raw[name]
        if kind == "text":
            table[name] = text_of(values)
        elif kind == "code":
            table[name] = code_of(values)
        elif kind.startswith("flag"):
            table[name] = values.astype("str").str.strip().str.lower().isin(TRUE)
        else:
            dates = dates_of(values)
            if kind == "happened":
                dates = dates.mask(dates > extracted_on)
            table[name] = dates.fillna(NEVER) if kind == "ends" else dates
    return table


def members_of(values):
    """The members of a dimension, as a category so that grouping is quick; an empty value is not known."""
    categories = sorted({*values.dropna(), NOT_KNOWN})
    return pd.Series(pd.Categorical(values.fillna(NOT_KNOWN), categories=categories), index=values.index)


class Records:
    """The extract, cleaned, with people numbered from 0; only rows that can count are kept."""

    def __init__(self, folder, source, extracted_on):
        for name, (table, columns) in TABLES.items():
            setattr(self, name, cleaned(table_read(folder, table, columns, source), columns, extracted_on))
        self.number_people()
        for name in TABLES:
            table = getattr(self, name)
            if "start" in table and name != "assessments":
                table = table[table["start"].notna()]
            if "seen" in table:
                table = table[table["seen"]]
            if "date" in table:
                table = table[table["date"].notna()]
            setattr(self, name, table)
        self.involvements = self.involvements[self.involvements["role"] == "CW"]
        self.referral_starts = (
            self.referrals.dropna(subset="record").drop_duplicates("record").set_index("record")["start"]
        )
        self.referrals = self.referrals[~self.referrals["nfa"]]
        self.cp_plans = self.cp_plans[~self.cp_plans["other_authority"]]
        self.short_breaks = self.legal_statuses[self.legal_statuses["code"].isin(["V3", "V4"])]
        self.cla_reviews = self.cla_reviews[~self.cla_reviews["cancelled"]]
        self.contacts = self.contacts[self.contacts["received"].notna()]
        self.involvements = self.involvements.assign(team=members_of(self.involvements["team"]))
        self.referrals = self.referrals.assign(need=members_of(self.referrals["need"]))

    def number_people(self):
        with_people = [name for name, (_, columns) in TABLES.items() if "person_id" in columns]
        for name in with_people:  # a row that names nobody can't be anybody's evidence
            setattr(self, name, getattr(self, name).dropna(subset="person_id").reset_index(drop=True))
        everyone = pd.concat([getattr(self, name)["person_id"] for name in with_people], ignore_index=True)
        numbers, self.person_ids = pd.factorize(everyone)
        start = 0
        for name in with_people:
            table = getattr(self, name)
            table["person"] = numbers[start : start + len(table)]
            start += len(table)
        self.persons = pd.RangeIndex(len(self.person_ids))


# --- time -------------------------------------------------------------------------------------------------


class WorkingDays:
    """Working days in England: Monday to Friday, less bank holidays."""

    def __init__(self, last_year):
        bank_holidays = holidays.country_holidays(
            "GB", subdiv="ENG", years=range(FIRST_YEAR_OF_HOLIDAYS, last_year + 1)
        )
        self.bank_holidays = np.array(sorted(bank_holidays), dtype="datetime64[D]")

    def after(self, start, end):
        """wd(start, end): working days after start, up to and including end; the day itself is day 0."""
        result = pd.Series(np.nan, index=start.index)
        known = start.notna() & end.notna()
        first, last = start[known].to_numpy("datetime64[D]"), end[known].to_numpy("datetime64[D]")
        result[known] = np.busday_count(first + 1, last + 1, holidays=self.bank_holidays)
        return result

    def nth(self, start, n):
        """The first day on which wd(start, day) is n."""
        result = pd.Series(pd.NaT, index=start.index, dtype="datetime64[s]")
        known = start.notna()
        days = start[known].to_numpy("datetime64[D]")
        nth = np.busday_offset(days, n, roll="backward", holidays=self.bank_holidays)
        result[known] = nth.astype("datetime64[s]")
        return result

    def last_within(self, start, n):
        """The last calendar day on which wd(start, day) is still n."""
        return self.nth(start, n + 1) - pd.Timedelta(days=1)


def months_before(day, months):
    return day - pd.DateOffset(months=months)


def months_after(dates, months):
    """The same day so many months later, or the last day of that month where it doesn't exist."""
    return (dates + pd.DateOffset(months=months)).astype("datetime64[s]")


def last_day_within_months(dates, months):
    """The last day d for which a date is still later than d minus so many months."""
    later = months_after(dates, months)
    clamped = dates.dt.day > later.dt.day
    return later.where(clamped, later - pd.Timedelta(days=1))


def days_later(dates, days):
    return dates + pd.Timedelta(days=days)


def within(dates, start, day):
    """Which dates are in (start, day]; an empty date is not."""
    return (dates > start) & (dates <= day)


def found(values, keys):
    """The value of each key, in the order of the keys; empty where there is none."""
    return values.reindex(keys).set_axis(keys.index)


def reporting_months(extracted_on, number):
    last = extracted_on if extracted_on.is_month_end else extracted_on - pd.offsets.MonthEnd(1)
    return [day.as_unit("s") for day in pd.date_range(end=last, periods=number, freq="ME")]


def ages_on(born, day):
    """Whole years on a day (a date or a column of dates); a birthday of 29 February falls on 1 March."""
    year, month, date = (day.dt.year, day.dt.month, day.dt.day) if isinstance(day, pd.Series) else day.timetuple()[:3]
    not_yet = (born.dt.month > month) | ((born.dt.month == month) & (born.dt.day > date))
    return year - born.dt.year - not_yet


def birthday(born, age):
    """The day on which each becomes an age."""
    fell_on = born + pd.DateOffset(years=age)
    return fell_on + pd.to_timedelta((fell_on.dt.day != born.dt.day).astype(int), unit="D")


def age_groups(born, day):
    ages = ages_on(born, day).where(born <= day)
    bands = pd.cut(ages, [-1, 0, 4, 9, 15, 17, 200], labels=AGE_GROUPS)
    return bands.cat.add_categories(NOT_KNOWN).fillna(NOT_KNOWN)


# --- who is what at a date --------------------------------------------------------------------------------


def open_at(table, day):
    return table[(table["start"] <= day) & (table["end"] > day)]


def one_each(table, keep):
    """One of each person's open rows: the earliest start (then lowest id), or the latest (then highest)."""
    return (
        table.sort_values(["start", "record"], na_position="first")
        .drop_duplicates("person", keep=keep)
        .set_index("person")
    )


def fixed_members(records):
    """Gender, ethnicity group and disability of every person: these don't change with the date."""
    people = records.people.drop_duplicates("person").set_index("person").reindex(records.persons)
    codes = records.disabilities.dropna(subset="code")
    disabled = (codes["code"] != "NONE").groupby(codes["person"]).any().reindex(records.persons)
    return people["born"], pd.DataFrame({
        "gender": members_of(people["gender"].map(GENDERS)),
        "ethnicity_group": members_of(people["ethnicity"].map(ETHNICITIES)),
        "disability": members_of(disabled.map({True: "disabled", False: "not disabled"})),
    })  # fmt: skip


def members_at(records, fixed, born, day):
    """The six dimensions of every person at the end of a day."""
    members = fixed.copy()
    members["team"] = one_each(open_at(records.involvements, day), "last")["team"].reindex(records.persons)
    members["primary_need"] = one_each(open_at(records.referrals, day), "last")["need"].reindex(records.persons)
    members["age_group"] = age_groups(born, day)
    return members.fillna(NOT_KNOWN)


def members_at_events(records, fixed, born, events):
    """The six dimensions of each event's person at the end of the event's own day."""
    members = fixed.loc[events["person"]].set_index(events.index)
    members["age_group"] = age_groups(born.loc[events["person"]].set_axis(events.index), events["event_date"])
    day_of_event = events[["person", "event_date"]].reset_index(names="event")
    for dimension, table, column in [("team", "involvements", "team"), ("primary_need", "referrals", "need")]:
        both = day_of_event.merge(getattr(records, table), on="person")
        both = both[(both["start"] <= both["event_date"]) & (both["end"] > both["event_date"])]
        both = both.sort_values(["start", "record"], na_position="first").drop_duplicates("event", keep="last")
        members[dimension] = both.set_index("event")[column].reindex(events.index)
    return members.fillna(NOT_KNOWN)


class Cohorts:
    """Who is in which cohort at D, as one true or false per person, with the row that put them there."""

    def __init__(self, records, born, day):
        self.persons = records.persons
        ages = ages_on(born, day)
        referrals = open_at(records.referrals, day)
        self.opened_on = self.per_person(referrals.groupby("person")["start"].min())
        self.open_cases = self.opened_on.notna()
        self.cp_plan = one_each(open_at(records.cp_plans, day), "first")
        self.on_child_protection_plan = self.among(self.cp_plan.index)
        in_care = open_at(records.episodes, day)
        self.entered_care_on = self.per_person(in_care.groupby("person")["start"].min())
        on_short_breaks = self.among(open_at(records.short_breaks, day)["person"])
        self.looked_after = self.among(in_care["person"]) & ~on_short_breaks & ~(ages >= 18)
        self.leaver = one_each(open_at(records.leavers, day), "last").reindex(self.persons)
        eligible = (
            self.leaver["eligibility"].astype("str").str.contains(CARE_LEAVER_ELIGIBILITY, case=False, regex=True)
        )
        died = code_of(self.leaver["in_touch"]) == "DIED"
        eligible = eligible.fillna(False).astype(bool) & ~died
        self.care_leavers = eligible & ages.between(17, 21) & ~self.looked_after
        cin_plans = open_at(records.cin_plans, day)
        self.cin_plan_since = self.per_person(cin_plans.groupby("person")["start"].min())
        self.has_cin_plan = self.cin_plan_since.notna()
        assessed = records.assessments[(records.assessments["date"] <= day) & ~records.assessments["nfa"]]
        last_assessed_on = self.per_person(assessed.groupby("person")["date"].max())
        assessed_since_opening = last_assessed_on >= self.opened_on
        remaining = self.open_cases & ~self.on_child_protection_plan & ~self.looked_after & ~self.care_leavers
        self.children_in_need = remaining & (self.has_cin_plan | assessed_since_opening)
        self.open_elsewhere = remaining & ~self.children_in_need
        self.allocated = self.among(open_at(records.involvements, day)["person"])

    def per_person(self, values):
        return values.reindex(self.persons)

    def among(self, persons):
        flags = np.zeros(len(self.persons), dtype=bool)
        flags[np.asarray(persons, dtype=int)] = True
        return pd.Series(flags, index=self.persons)


# --- evidence: a row for each person or event in the denominator ------------------------------------------


def rows(ref, cohort, met, clock_start=None, due_on=None):
    """Evidence of a snapshot indicator from columns that hold one value per person."""
    persons = cohort.index[cohort]
    return pd.DataFrame({
        "ref": ref, "window": "snapshot", "person": persons,
        "met": np.ones(len(persons), dtype=bool) if met is None else met[cohort].to_numpy(bool),
        "clock_start": pd.NaT if clock_start is None else clock_start[cohort].to_numpy(),
        "due_on": pd.NaT if due_on is None else due_on[cohort].to_numpy(),
    })  # fmt: skip


def latest(cohorts, events, day):
    """Each person's latest event on or before D."""
    events = events[events["date"] <= day]
    return cohorts.per_person(events.groupby("person")["date"].max())


def snapshot_evidence(records, cohorts, working_days, day):
    """The evidence of every snapshot indicator at D."""
    in_need, in_care = cohorts.children_in_need, cohorts.looked_after
    on_plan, leavers = cohorts.on_child_protection_plan, cohorts.care_leavers
    evidence = [
        rows("1.2", in_need, None),
        rows("1.3", on_plan, None),
        rows("1.4", in_care, None),
        rows("allocated", cohorts.allocated, None),
        rows("open_elsewhere", cohorts.open_elsewhere, None),
        rows("3.1", in_need, cohorts.has_cin_plan, cohorts.cin_plan_since),
    ]

    for ref, cohort, events, days, entered in [
        ("1.1", cohorts.opened_on <= day - pd.Timedelta(days=56), records.oversights, 56, cohorts.opened_on),
        ("3.3", in_need, records.cin_visits, 28, cohorts.opened_on),
        ("5.11", in_care, records.cla_visits, 42, cohorts.entered_care_on),
    ]:
        last = latest(cohorts, events, day)
        met = within(last, day - pd.Timedelta(days=days), day)
        clock_start = last.fillna(entered)
        evidence.append(rows(ref, cohort, met, clock_start, days_later(clock_start, days - 1)))

    plan_since = cohorts.per_person(cohorts.cp_plan["start"])
    visited_on = latest(cohorts, records.cp_visits, day)
    elapsed = working_days.after(visited_on, pd.Series(day, index=cohorts.persons))
    clock_start = visited_on.fillna(plan_since)
    evidence.append(rows("4.7.2", on_plan, elapsed <= 10, clock_start, working_days.last_within(clock_start, 10)))

    assessed_on = latest(cohorts, records.assessments, day)
    not_assessed = ~within(assessed_on, months_before(day, 12), day)
    clock_start = assessed_on.fillna(cohorts.entered_care_on)
    evidence.append(rows("5.10", in_care, not_assessed, clock_start, last_day_within_months(clock_start, 12)))

    clock_start = pd.concat([latest(cohorts, records.cin_reviews, day), cohorts.cin_plan_since], axis=1).max(axis=1)
    met = within(clock_start, months_before(day, 3), day)
    with_plan = in_need & cohorts.has_cin_plan
    evidence.append(rows("3.2", with_plan, met, clock_start, last_day_within_months(clock_start, 3)))

    contact = latest(cohorts, records.leavers.assign(date=records.leavers["contact"]), day)
    in_touch = code_of(cohorts.leaver["in_touch"]).isin(["YES", "Y", "1", "TRUE"])
    in_touch |= cohorts.leaver["in_touch"].astype("str").str.lower().str.startswith("in touch")
    recent = within(contact, months_before(day, 12), day)
    known = recent | ~in_touch | ~(cohorts.leaver["contact"] > day)  # else what it was at D is not kept
    met = in_touch & recent
    evidence.append(rows("6.1", leavers & known, met, contact, last_day_within_months(contact, 12)))
    evidence.append(rows("6.2", leavers, cohorts.leaver["activity"].isin(IN_EDUCATION_EMPLOYMENT_OR_TRAINING)))
    evidence.append(rows("6.3", leavers, cohorts.leaver["suitable"].isin(["1", "Y", "YES", "TRUE", "SUITABLE"])))
    return evidence


def conference_dates(records):
    """When each plan was made: its conference by the plan's link, else the conference's, else its start."""
    held = records.conferences.dropna(subset="held")
    by_id = held.dropna(subset="record").drop_duplicates("record").set_index("record")["held"]
    by_plan = held.dropna(subset="plan").groupby("plan")["held"].min()
    plans = records.cp_plans
    return found(by_id, plans["conference"]).fillna(found(by_plan, plans["record"])).fillna(plans["start"])


def protection_reviews(records, cohorts, day):
    """4.8: was every review of the child's plan in time, and is the next one not past due at D?"""
    plans = cohorts.cp_plan.reset_index()
    plans = plans[plans["start"] <= months_before(day, 3)]
    held = records.cp_reviews[records.cp_reviews["date"] <= day]
    held = held.merge(plans[["record", "conference_on"]], left_on="plan", right_on="record")
    held = held.sort_values(["plan", "date"])
    previous = held.groupby("plan")["date"].shift()
    held["due"] = months_after(previous, 6).fillna(months_after(held["conference_on"], 3))
    late = held[held["date"] > held["due"]].groupby("plan")["due"].min()
    last = found(held.groupby("plan")["date"].max(), plans["record"])
    running = months_after(last, 6).fillna(months_after(plans["conference_on"], 3))
    first_missed = found(late, plans["record"])
    return pd.DataFrame({
        "ref": "4.8", "window": "snapshot", "person": plans["person"],
        "met": first_missed.isna() & (running >= day), "clock_start": last.fillna(plans["conference_on"]),
        "due_on": first_missed.fillna(running),
    })  # fmt: skip


def periods_of_care(records, working_days, born):
    """A row per period of care (episodes with the same first day, until 18), and the days on which it was reviewed."""
    episodes = records.episodes.dropna(subset="entered")
    periods = episodes.groupby(["person", "entered"], as_index=False)["end"].max()
    of_age_on = birthday(found(born, periods["person"]), 18)
    periods["end"] = periods["end"].where(~(of_age_on < periods["end"]), of_age_on)
    periods["period"] = periods.index
    periods["first_due"] = working_days.nth(periods["entered"], 20)
    ids = episodes[["person", "entered", "cla_id"]].dropna().drop_duplicates()
    ids = ids.merge(periods, on=["person", "entered"])
    reviews = ids.merge(records.cla_reviews[["cla_id", "date"]], on="cla_id")
    reviews = reviews[(reviews["date"] >= reviews["entered"]) & (reviews["date"] <= reviews["end"])]
    return periods, reviews[["period", "date", "first_due"]].drop_duplicates().sort_values(["period", "date"])


def care_reviews(records, periods, reviews, day):
    """5.18: which children with a review due, held or overdue in the year to D had every one in time?"""
    year_ago = months_before(day, 12)
    periods = periods[(periods["entered"] <= day) & (periods["end"] > year_ago)].set_index("period")
    last_day = (periods["end"] - pd.Timedelta(days=1)).clip(upper=day)
    status = (
        periods.assign(last_day=last_day)
        .reset_index()
        .merge(records.short_breaks, on="person", suffixes=("", "_status"))
    )
    status = status[(status["start"] <= status["last_day"]) & (status["end_status"] > status["last_day"])]
    periods = periods.drop(index=status["period"].unique())

    held = reviews[(reviews["date"] <= day) & reviews["period"].isin(periods.index)].copy()
    place = held.groupby("period").cumcount()
    previous = held.groupby("period")["date"].shift()
    held["due"] = held["first_due"].where(place == 0)
    held["due"] = held["due"].fillna(months_after(previous, 3).where(place == 1)).fillna(months_after(previous, 6))
    number, last = (held.groupby("period")["date"].agg(how).reindex(periods.index) for how in ("size", "max"))
    running = months_after(last, 3).where(number == 1).fillna(months_after(last, 6)).fillna(periods["first_due"])
    running = running.where(running < periods["end"])  # a review that falls due once care has ended is not due

    end = found(periods["end"], held["period"])
    due_in_year = within(held["due"], year_ago, day) & (held["due"] < end)
    late = held[due_in_year & (held["date"] > held["due"])].groupby("period")["due"].min().reindex(periods.index)
    counted = held[due_in_year | within(held["date"], year_ago, day)]["period"].unique()
    overdue = running < day
    in_denominator = periods.index.isin(counted) | within(running, year_ago, day) | overdue
    result = pd.DataFrame({
        "person": periods["person"], "met": late.isna() & ~overdue,
        "clock_start": last.fillna(periods["entered"]), "due_on": late.fillna(running),
    })[in_denominator]  # fmt: skip
    result = (
        result.sort_values("clock_start")
        .groupby("person", as_index=False)
        .agg({"met": "all", "clock_start": "last", "due_on": "min"})
    )
    return result.assign(ref="5.18", window="rolling_year")


def contact_evidence(records, working_days):
    """2.1: every contact, the day from which it counts, and whether it was decided within one working day."""
    decided = records.decisions.groupby("record")["decided"].min()
    contacts = records.contacts.reset_index(drop=True)
    decided = found(decided, contacts["record"])
    second_day = working_days.nth(contacts["received"], 2)
    return pd.DataFrame({
        "ref": "2.1", "person": contacts["person"], "event_id": contacts["record"],
        "event_date": contacts["received"],
        "counts_from": decided.where(decided < second_day, second_day),
        "met": working_days.after(contacts["received"], decided) <= 1,
        "clock_start": contacts["received"], "due_on": working_days.last_within(contacts["received"], 1),
    })  # fmt: skip


def assessment_evidence(records, working_days):
    """2.10a: every authorised assessment, and whether it took at most 45 working days."""
    assessments = records.assessments.sort_values(["date", "record"], na_position="first").reset_index(drop=True)
    first = assessments["referral"].notna() & ~assessments.duplicated("referral")
    referred_on = found(records.referral_starts, assessments["referral"]).where(first)
    clock_start = referred_on.fillna(assessments["start"])
    return pd.DataFrame({
        "ref": "2.10a", "person": assessments["person"], "event_id": assessments["record"],
        "event_date": assessments["date"], "counts_from": assessments["date"],
        "met": working_days.after(clock_start, assessments["date"]) <= 45,
        "clock_start": clock_start, "due_on": working_days.last_within(clock_start, 45),
    })  # fmt: skip


def events_in_windows(events, day):
    """The events that count at D in its month, its financial year so far and its rolling year."""
    starts = {
        "month": day - pd.offsets.MonthBegin(1) - pd.Timedelta(days=1),
        "ytd": pd.Timestamp(day.year if day.month > 3 else day.year - 1, 3, 31),
        "rolling_year": months_before(day, 12),
    }
    known = events[events["counts_from"] <= day]
    return [known[within(known["event_date"], starts[name], day)].assign(window=name) for name in WINDOWS_OF_EVENTS]


# --- counting ---------------------------------------------------------------------------------------------


def figures_of(evidence, month):
    """Whole-council and broken-down figures, counted from a month's evidence with its members."""
    counted = []
    for dimension in ("", *DIMENSIONS):
        by = ["ref", "window", *([dimension] if dimension else [])]
        figures = evidence.groupby(by, observed=True)["met"].agg(numerator="sum", denominator="size").reset_index()
        figures["member"] = figures[dimension].astype("object") if dimension else ""
        figures["dimension"] = dimension
        counted.append(figures[["ref", "window", "dimension", "member", "numerator", "denominator"]])
    return pd.concat(counted).assign(month=month)


def no_cases(months):
    """A whole-council row of nothing for every figure, which the counted ones replace."""
    declared = [(ref, "snapshot") for ref in SNAPSHOTS] + [("5.18", "rolling_year")]
    declared += [(ref, window) for ref in EVENTS for window in WINDOWS_OF_EVENTS]
    return pd.DataFrame(
        [(ref, month, window, "", "", 0, 0) for month in months for ref, window in declared],
        columns=["ref", "month", "window", "dimension", "member", "numerator", "denominator"],
    )


def counted_month_by_month(records, extracted_on, months):
    """Every figure of the last reporting months, and the evidence behind them by month."""
    working_days = WorkingDays(extracted_on.year + 2)
    born, fixed = fixed_members(records)
    records.cp_plans = records.cp_plans.assign(conference_on=conference_dates(records))
    periods, reviews = periods_of_care(records, working_days, born)
    events = pd.concat(
        [contact_evidence(records, working_days), assessment_evidence(records, working_days)],
        ignore_index=True,
    )
    days = reporting_months(extracted_on, months)
    events = events[events["event_date"] > months_before(days[0], 12) - pd.Timedelta(days=31)]
    events = events.join(members_at_events(records, fixed, born, events))

    figures, evidence_by_month = [], {}
    for day in days:
        cohorts = Cohorts(records, born, day)
        members = members_at(records, fixed, born, day)
        snapshots = snapshot_evidence(records, cohorts, working_days, day)
        snapshots.append(protection_reviews(records, cohorts, day))
        snapshots.append(care_reviews(records, periods, reviews, day))
        snapshots = pd.concat([rows for rows in snapshots if len(rows)] or snapshots[:1], ignore_index=True)
        snapshots = snapshots.join(members, on="person")
        evidence = pd.concat([snapshots, *events_in_windows(events, day)], ignore_index=True)
        month = f"{day:%Y-%m}"
        figures.append(figures_of(evidence.astype({"met": bool, "ref": "category", "window": "category"}), month))
        evidence_by_month[month] = evidence
    return pd.concat([*figures, no_cases(list(evidence_by_month))]), evidence_by_month


def written(figures, path):
    key = ["ref", "month", "window", "dimension", "member"]
    figures = figures[[*key, "numerator", "denominator"]].drop_duplicates(key, keep="first").sort_values(key)
    figures["denominator"] = figures["denominator"].astype("object").mask(figures["ref"].isin(COUNTS), "")
    figures.to_csv(path, index=False, lineterminator="\n")


def evidence_written(evidence_by_month, person_ids, folder):
    """One Parquet file a month, with the council's own person ids."""
    folder.mkdir(parents=True, exist_ok=True)
    for month, evidence in evidence_by_month.items():
        evidence.insert(2, "person_id", person_ids[evidence["person"]])
        evidence.drop(columns="person").to_parquet(folder / f"{month}.parquet", index=False)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("extract", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--from", dest="source", choices=["csv", "parquet"], default="csv")
    parser.add_argument("--extracted-on", type=pd.Timestamp, required=True)
    parser.add_argument(
        "--evidence", type=Path, help="also write the evidence, one Parquet file a month, to this folder"
    )
    call = parser.parse_args()
    extracted_on = call.extracted_on.as_unit("s")
    began = time.perf_counter()
    try:
        records = Records(call.extract, call.source, extracted_on)
    except MissingDataError as missing:
        print(f"no data: {missing}", file=sys.stderr)
        return 2
    read = time.perf_counter()
    figures, evidence = counted_month_by_month(records, extracted_on, call.months)
    counted = time.perf_counter()
    written(figures, call.out)
    if call.evidence:
        evidence_written(evidence, records.person_ids, call.evidence)
    rows_kept = sum(len(month) for month in evidence.values())
    print(
        f"read in {read - began:.2f} s, counted in {counted - read:.2f} s, written in "
        f"{time.perf_counter() - counted:.2f} s; {rows_kept} rows of evidence",
        file=sys.stderr,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
