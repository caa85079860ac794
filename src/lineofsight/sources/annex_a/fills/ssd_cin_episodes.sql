-- A referral of List 3 and an episode of List 6 that begin on the same day are one. List 6 has one row for a child:
-- a referral before that row's start is of an episode that has closed since, on a day that the workbook doesn't say. It
-- is taken as closed when the later one began. A referral of a child who isn't in List 6 stays open, as the
-- workbook says nothing of its end: which is why open cases can't be counted from it.
with referrals as (
    select *, row_number() over (partition by child_unique_id, date_of_referral order by file_row) as nth
    from list_3_referrals
    where child_unique_id is not null
),
needs as (
    select *, row_number() over (partition by child_unique_id, cin_start_date order by file_row) as nth
    from list_6_children_in_need
    where child_unique_id is not null
),
followed as (
    select
        referrals.child_unique_id,
        referrals.date_of_referral,
        min(needs.cin_start_date) as next_start_date
    from referrals
    join needs
        on needs.child_unique_id = referrals.child_unique_id
        and needs.cin_start_date > referrals.date_of_referral
    group by referrals.child_unique_id, referrals.date_of_referral
),
episodes as (
    select
        coalesce(needs.child_unique_id, referrals.child_unique_id) as child,
        coalesce(needs.cin_start_date, referrals.date_of_referral) as started_on,
        row_number() over (
            partition by
                coalesce(needs.child_unique_id, referrals.child_unique_id),
                coalesce(needs.cin_start_date, referrals.date_of_referral)
            order by coalesce(needs.nth, referrals.nth), needs.file_row, referrals.file_row
        ) as nth,
        needs.primary_need,
        referrals.referral_source,
        referrals.referral_nfa,
        needs.closure_reason,
        case when needs.child_unique_id is null then followed.next_start_date else needs.cin_closure_date end as closed_on,
        referrals.allocated_team,
        referrals.allocated_worker,
        coalesce(needs.file, referrals.file) as file,
        coalesce(needs.file_row, referrals.file_row) as file_row
    from needs
    full join referrals
        on referrals.child_unique_id = needs.child_unique_id
        and referrals.date_of_referral = needs.cin_start_date
        and referrals.nth = needs.nth
    left join followed
        on followed.child_unique_id = referrals.child_unique_id
        and followed.date_of_referral = referrals.date_of_referral
)
select
    concat(
        child, '-', coalesce(cast(started_on as varchar), 'undated'),
        case when nth > 1 then concat('#', nth) else '' end
    ) as cine_referral_id,
    child as cine_person_id,
    started_on as cine_referral_date,
    primary_need as cine_cin_primary_need_code,
    referral_source as cine_referral_source_code,
    case referral_nfa when 'Y' then true when 'N' then false end as cine_referral_nfa,
    closure_reason as cine_close_reason,
    closed_on as cine_close_date,
    allocated_team as cine_referral_team,
    allocated_worker as cine_referral_worker_id,
    file,
    file_row
from episodes
