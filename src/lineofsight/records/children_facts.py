"""Who the children on record are, and who is around them: names, numbers, families, workers and teams, in bulk.

`lay_children` makes `children`, `families` and `siblings`; `lay_staff` makes `staff` and `teams`. What the extract
lacks is null, and so is what is not recorded: the snapshot's columns tell the two apart. Only a name is '' where there
is none. `children_found` finds children by what somebody types.
"""

from __future__ import annotations

import duckdb

from lineofsight.records.chronology.shown import Shown, text
from lineofsight.records.descriptions import describe, described
from lineofsight.records.snapshots import Snapshot

#: More people than this under one family id or one mother are no family: a placeholder stands for the id.
LARGEST_FAMILY = 30
#: Of one family, and born less than this apart: brothers and sisters rather than parent and child.
YEARS_BETWEEN_SIBLINGS = 15
#: The parts of an address as the records' JSON names them, in the order in which they are written.
_ADDRESS = ("ROOM", "FLOOR", "FLAT", "BUILDING", "HOUSE", "STREET", "TOWN")
_NUMBERS = {"upn": ("unique pupil number", "upn"), "nhs_number": ("nhs number",)}


def lay_children(database: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
    """Makes the tables `children`, `families` and `siblings`: a row for everybody who stands in any record.

    `children`: `person_id` (the number in the snapshot), `id` (the council's), `forename`, `surname`, `name` (as it is
    shown; '' where there is none), `search_text` (see `children_found`), `born_on`, `expected_on`, `died_on`,
    `age_at_extract` (in years; null before birth and after death), `gender_label`, `ethnicity_label`,
    `disability_label` (all of a child's, with commas between; "No disability" where that is recorded), `upn`,
    `nhs_number`, `address`, `postcode` (where the child lives on the extract date, else lived last), `address_type`,
    `immigration_label` (the status on the extract date) and `nationality`.
    `families(person_id, other_person_id, relation)`: who the other is to the person, as it is on record: `mother`,
    `child`, `brother or sister` (of one mother) or `same family` (under one family id); each pair both ways, once.
    `siblings(person_id, other_person_id, known_by)`: brothers and sisters, on record by their `mother`, or taken for
    that because they are of one `family`: both under 25, born less than 15 years apart, and neither a mother of the
    other. The connection must not be locked yet.
    """
    into = _place(database)
    with database.cursor() as cursor:
        _show(
            cursor,
            snapshot,
            *("ssd_person", "ssd_address", "ssd_disability", "ssd_family", "ssd_immigration_status"),
            *("ssd_linked_identifiers", "ssd_mother", "ssd_send"),
        )
        merged = snapshot.folder / "tables" / "merged.parquet"
        former = (
            f"read_parquet({text(merged)})" if merged.is_file() else "(select 0 as person_key, '' as old_id limit 0)"
        )
        cursor.execute(f"create temp view people as select * from read_parquet({text(snapshot.people)})")
        cursor.execute(f"create temp view former_ids as select person_key as person_id, old_id from {former}")
        cursor.execute(f"create or replace table {into}.children as {_CHILDREN}")
        cursor.execute(f"create temp table pairs as {_PAIRS}")
        cursor.execute(
            f"create or replace table {into}.families as select person_id, other_person_id, "
            "arg_min(relation, place) as relation from pairs group by all order by all"
        )
        cursor.execute(f"create or replace table {into}.siblings as {_SIBLINGS.format(children=f'{into}.children')}")


def lay_staff(database: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
    """Makes the tables `staff` and `teams`: every worker and team that any record names, also by an id alone.

    `staff(worker_id, name, title, team_id)`: `name` is the id where the extract has no name; `team_id` is the team that
    ssd_professionals names, else the one of the latest involvement.
    `teams(team_id, name, parent_id, parent_name)`: `name` is the id where ssd_department doesn't hold the team.
    The connection must not be locked yet.
    """
    workers, teams = "ssd_professionals.prof_professional_id", "ssd_department.dept_team_id"
    named = {target: _columns_that_name(snapshot, target) for target in (workers, teams)}
    tables = {table for columns in named.values() for table, _ in columns}
    into = _place(database)
    with database.cursor() as cursor:
        _show(cursor, snapshot, "ssd_professionals", "ssd_department", "ssd_involvements", *tables)
        for name, target in (("workers_named", workers), ("teams_named", teams)):
            mentions = [f"select distinct {column} as id from {table}" for table, column in named[target]]
            cursor.execute(
                f"create temp table {name} as select distinct id from "
                f"({' union all '.join(mentions) or 'select null as id'}) as mentions where id is not null"
            )
        cursor.execute(f"create or replace table {into}.teams as {_TEAMS}")
        cursor.execute(f"create or replace table {into}.staff as {_STAFF}")


def children_found(database: duckdb.DuckDBPyConnection, typed: str, *, limit: int = 50) -> list[int]:
    """The children whose names or numbers begin with all the words that somebody typed, by name: their person_id.

    A child is found by forename and surname in any order, with or without accents, hyphens and apostrophes; by the
    council's id, now or before a merge; and by the other numbers on record: UPN, NHS number (with blanks or without),
    case number and the like. Nothing typed finds nobody.
    """
    words = f"list_filter(string_split({_folded('$typed')}, ' '), lambda word: word <> '')"
    found = database.execute(
        f"with typed as (select {words} as words, {_squeezed('$typed')} as squeezed), "
        "wanted as (select case when regexp_full_match(squeezed, '[0-9]+') then [squeezed] else words end as words "
        "from typed) select person_id from children, wanted where len(words) > 0 and len(list_filter(words, "
        "lambda word: not contains(search_text, ' ' || word))) = 0 "
        "order by surname nulls last, forename nulls last, id limit $most",
        {"typed": typed, "most": limit},
    )
    return [row[0] for row in found.fetchall()]


def _folded(expression: str) -> str:
    """A text as it is searched: lower case, without accents, its words of letters and digits with blanks between."""
    return f"trim(regexp_replace(strip_accents(lower({expression})), '[^\\p{{L}}\\p{{N}}]+', ' ', 'g'))"


def _squeezed(expression: str) -> str:
    return f"replace({_folded(expression)}, ' ', '')"


def _words(expression: str) -> str:
    """A text as its words, and once more as one word where it has several: Anne-Marie, O'Neil."""
    return f"concat_ws(' ', {_folded(expression)}, nullif({_squeezed(expression)}, {_folded(expression)}))"


def _show(cursor: duckdb.DuckDBPyConnection, snapshot: Snapshot, *tables: str) -> None:
    shown = Shown(cursor, snapshot)
    shown.show(tables)
    shown.lay_beside(())


def _place(database: duckdb.DuckDBPyConnection) -> str:
    """Where the connection makes its tables."""
    place = database.execute("select current_database(), current_schema()").fetchone()
    assert place is not None
    return ".".join(f'"{name}"' for name in place)


def _columns_that_name(snapshot: Snapshot, target: str) -> list[tuple[str, str]]:
    """The columns of the snapshot that refer to a key, and the key itself: table and column."""
    return [
        (table, name)
        for table in described()
        for name, column in describe(table).columns.items()
        if name in snapshot.columns(table) and target in (column.refers_to, f"{table}.{name}")
    ]


def _numbers(name: str) -> str:
    """The condition that a linked identifier is a number of this name."""
    kinds = ", ".join(text(kind) for kind in _NUMBERS[name])
    return f"lower(link_identifier_type) in ({kinds})"


def _part(key: str) -> str:
    """A part of an address: from JSON, or as near as it can be read where quotes broke the JSON."""
    lenient = f"""regexp_extract(addr_address_json, '"{key}"\\s*:\\s*"([^"]*)"', 1)"""
    return f"nullif(trim(coalesce(parts.{key}, {lenient})), '')"


_ADDRESS_LINE = (
    f"concat_ws(', ', {', '.join(_part(key) for key in _ADDRESS[:2])}, "
    f"case when regexp_full_match({_part('FLAT')}, '[0-9]+[A-Za-z]?') then 'Flat ' || {_part('FLAT')} "
    f"else {_part('FLAT')} end, {_part('BUILDING')}, "
    f"nullif(concat_ws(' ', {_part('HOUSE')}, {_part('STREET')}), ''), {_part('TOWN')})"
)
_PARTS = "{" + ", ".join(f'"{key}": "VARCHAR"' for key in _ADDRESS) + "}"
_OPEN = "({start} <= extracted_on and coalesce({end} > extracted_on, true))"

_CHILDREN = f"""
with persons as (
    select * from ssd_person qualify row_number() over (partition by pers_person_id order by file_row) = 1
),
disabilities as (
    select disa_person_id as person_id,
        coalesce(
            string_agg(label, ', ' order by file_row) filter (disa_disability_code <> 'NONE'), any_value(label)
        ) as label
    from (
        select disa_person_id, disa_disability_code, coalesce(labels.label, disa_disability_code) as label,
            min(file_row) as file_row
        from ssd_disability
        left join code_labels as labels
            on labels.column_name = 'disa_disability_code' and labels.code = disa_disability_code
        where disa_disability_code is not null
        group by all
    ) as each
    group by disa_person_id
),
statuses as (
    select immi_person_id as person_id,
        arg_max(coalesce(labels.label, immi_immigration_status), immi_immigration_status_start_date) as label
    from ssd_immigration_status
    cross join extract
    left join code_labels as labels
        on labels.column_name = 'immi_immigration_status' and labels.code = immi_immigration_status
    where {_OPEN.format(start="immi_immigration_status_start_date", end="immi_immigration_status_end_date")}
    group by immi_person_id
),
latest_addresses as (
    select *
    from ssd_address
    cross join extract
    qualify row_number() over (
        partition by addr_person_id
        order by coalesce({_OPEN.format(start="addr_address_start_date", end="addr_address_end_date")}, false) desc,
            addr_address_start_date desc nulls last, file_row desc
    ) = 1
),
addresses as (
    select
        addr_person_id as person_id,
        case
            when addr_address_json like '{{%' then nullif({_ADDRESS_LINE}, '') else addr_address_json
        end as address,
        case
            when length(addr_address_postcode) between 5 and 7 and not contains(addr_address_postcode, ' ')
                then concat(left(addr_address_postcode, -3), ' ', right(addr_address_postcode, 3))
            else addr_address_postcode
        end as postcode,
        addr_address_type as address_type
    from (
        select *, try(json_transform(addr_address_json, {text(_PARTS)})) as parts
        from latest_addresses
    ) as read
),
numbers as (
    select
        link_person_id as person_id,
        arg_max(link_identifier_value, coalesce(link_valid_from_date, date '1900-01-01'))
            filter ({_numbers("upn")}) as upn,
        arg_max(link_identifier_value, coalesce(link_valid_from_date, date '1900-01-01'))
            filter ({_numbers("nhs_number")}) as nhs_number,
        string_agg(case
            when regexp_full_match({_squeezed("link_identifier_value")}, '[0-9]+')
                then {_squeezed("link_identifier_value")}
            else {_words("link_identifier_value")}
        end, ' ' order by file_row) as all_numbers
    from ssd_linked_identifiers
    where link_identifier_value <> 'SSD_PH'
    group by link_person_id
),
schools as (
    select send_person_id as person_id, min(send_upn) as upn from ssd_send group by send_person_id
),
former as (
    select person_id, string_agg({_folded("old_id")}, ' ' order by old_id) as ids from former_ids group by person_id
)
select
    people.person_key as person_id,
    people.person_id as id,
    pers_forename as forename,
    pers_surname as surname,
    concat_ws(' ', pers_forename, pers_surname) as name,
    concat(
        ' ', concat_ws(
            ' ', {_words("pers_forename")}, {_words("pers_surname")}, {_words("people.person_id")},
            {_words("pers_legacy_id")}, {_squeezed("pers_upn")}, {_squeezed("pers_single_unique_id")},
            {_squeezed("schools.upn")}, numbers.all_numbers, former.ids
        ), ' '
    ) as search_text,
    pers_dob as born_on,
    pers_expected_dob as expected_on,
    pers_death_date as died_on,
    case
        when pers_death_date is null and pers_dob <= extracted_on then cast(
            year(extracted_on) - year(pers_dob) - case
                when month(extracted_on) * 100 + day(extracted_on) < month(pers_dob) * 100 + day(pers_dob) then 1
                else 0
            end as integer
        )
    end as age_at_extract,
    coalesce(genders.label, pers_gender, sexes.label, pers_sex) as gender_label,
    coalesce(ethnicities.label, pers_ethnicity) as ethnicity_label,
    disabilities.label as disability_label,
    coalesce(pers_upn, numbers.upn, schools.upn) as upn,
    coalesce(pers_single_unique_id, numbers.nhs_number) as nhs_number,
    addresses.address,
    addresses.postcode,
    addresses.address_type,
    statuses.label as immigration_label,
    pers_nationality as nationality
from people
cross join extract
left join persons on persons.pers_person_id = people.person_key
left join disabilities on disabilities.person_id = people.person_key
left join statuses on statuses.person_id = people.person_key
left join addresses on addresses.person_id = people.person_key
left join numbers on numbers.person_id = people.person_key
left join schools on schools.person_id = people.person_key
left join former on former.person_id = people.person_key
left join code_labels as genders on genders.column_name = 'pers_gender' and genders.code = pers_gender
left join code_labels as sexes on sexes.column_name = 'pers_sex' and sexes.code = pers_sex
left join code_labels as ethnicities
    on ethnicities.column_name = 'pers_ethnicity' and ethnicities.code = pers_ethnicity
order by people.person_key
"""

_PAIRS = f"""
with mothers as (
    select moth_person_id as mother, moth_childs_person_id as child
    from ssd_mother
    where moth_person_id <> moth_childs_person_id
    group by 1, 2
    qualify count(*) over (partition by moth_person_id) <= {LARGEST_FAMILY}
),
members as (
    select fami_family_id as family, fami_person_id as person_id
    from ssd_family
    where fami_family_id is not null and fami_person_id is not null
    group by 1, 2
    qualify count(*) over (partition by fami_family_id) <= {LARGEST_FAMILY}
)
select child as person_id, mother as other_person_id, 1 as place, 'mother' as relation from mothers
union all select mother, child, 1, 'child' from mothers
union all
select mothers.child, others.child, 2, 'brother or sister'
from mothers join mothers as others on others.mother = mothers.mother and others.child <> mothers.child
union all
select members.person_id, others.person_id, 3, 'same family'
from members join members as others on others.family = members.family and others.person_id <> members.person_id
"""

_SIBLINGS = f"""
with born as (
    select person_id, coalesce(born_on, expected_on) as on_day from {{children}}
),
together as (
    select pairs.person_id, pairs.other_person_id
    from pairs
    cross join extract
    join born on born.person_id = pairs.person_id
    join born as others on others.person_id = pairs.other_person_id
    where pairs.relation = 'same family'
        and least(born.on_day, others.on_day) > extracted_on - interval 25 year
        and greatest(born.on_day, others.on_day)
            < least(born.on_day, others.on_day) + interval {YEARS_BETWEEN_SIBLINGS} year
)
select person_id, other_person_id, min(known_by) as known_by
from (
    select person_id, other_person_id, 'mother' as known_by from pairs where relation = 'brother or sister'
    union all
    select together.person_id, together.other_person_id, 'family'
    from together
    anti join (select person_id, other_person_id from pairs where place < 3) as known using (person_id, other_person_id)
) as all_pairs
group by all
order by all
"""

_TEAMS = """
select
    coalesce(teams.id, departments.dept_team_id) as team_id,
    coalesce(departments.dept_team_name, parents.name, teams.id) as name,
    departments.dept_team_parent_id as parent_id,
    coalesce(
        of_parent.dept_team_name, departments.dept_team_parent_name, departments.dept_team_parent_id
    ) as parent_name
from teams_named as teams
left join ssd_department as departments on departments.dept_team_id = teams.id
left join ssd_department as of_parent on of_parent.dept_team_id = departments.dept_team_parent_id
left join (
    select dept_team_parent_id as id, min(dept_team_parent_name) as name from ssd_department group by 1
) as parents on parents.id = teams.id
order by team_id
"""

_STAFF = """
with latest as (
    select
        invo_professional_id as id,
        arg_max(
            invo_professional_team,
            struct_pack(open_now := invo_involvement_end_date is null, since := invo_involvement_start_date)
        ) as team_id
    from ssd_involvements
    where invo_professional_team is not null
    group by invo_professional_id
),
departments as (
    select name, min(id) as team_id
    from (
        select dept_team_name as name, dept_team_id as id from ssd_department
        union all select dept_team_id, dept_team_id from ssd_department
    ) as named
    where name is not null
    group by name
)
select
    workers.id as worker_id,
    coalesce(professionals.prof_professional_name, workers.id) as name,
    professionals.prof_professional_job_title as title,
    coalesce(departments.team_id, latest.team_id) as team_id
from workers_named as workers
left join ssd_professionals as professionals on professionals.prof_professional_id = workers.id
left join departments on departments.name = professionals.prof_professional_department
left join latest on latest.id = workers.id
order by worker_id
"""
