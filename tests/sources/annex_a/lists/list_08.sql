-- A status counts as long as it is open; of two, short breaks stand, as they do in the book.
with statuses as (
    select
        lega_person_id as person, lega_legal_status as status, lega_legal_status_start_date as started_on,
        row_number() over (
            partition by lega_person_id
            order by lega_legal_status in ('V3', 'V4') desc, lega_legal_status_start_date desc, lega_legal_status_id desc
        ) as place
    from ssd_legal_status
    cross join extract
    where lega_legal_status_start_date <= extracted_on and coalesce(lega_legal_status_end_date > extracted_on, true)
)
select
    child.id, child.gender, child.ethnicity, child.born, null as age, child.uasc, child.disabled,
    care.started_on, care.need, 'b) No', statuses.started_on, statuses.status,
    (
        select max(clar_cla_review_date) from ssd_cla_reviews
        where clar_cla_id = care.cla_id and clar_cla_review_date <= extracted_on
            and not coalesce(clar_cla_review_cancelled, false)
    ),
    (
        select max(seen_on) from seen
        where seen.person = care.person and seen.kind = 'care' and seen_on <= coalesce(care.ended_on, extracted_on)
    ),
    null, care.iro_on,
    (
        select max(clah_health_check_date) from ssd_cla_health
        where clah_person_id = care.person and clah_health_check_type = 'Health Assessment'
            and coalesce(clah_health_check_status, 'Completed') = 'Completed' and clah_health_check_date <= extracted_on
    ),
    (
        select max(clah_health_check_date) from ssd_cla_health
        where clah_person_id = care.person and clah_health_check_type = 'Dental Check'
            and coalesce(clah_health_check_status, 'Completed') = 'Completed' and clah_health_check_date <= extracted_on
    ),
    1, care.ended_on, case when care.ended_on is not null then care.reason end,
    placements.started_on, placements.kind, placements.provider, placements.postcode, placements.urn, null, null, 0, 0, null,
    null,
    allocated.team, allocated.worker
from care
cross join extract
join child on child.id = care.person
left join statuses on statuses.person = care.person and statuses.place = 1
left join (
    select
        clap_cla_id as cla_id, max(clap_cla_placement_start_date) as started_on,
        arg_max(clap_cla_placement_type, clap_cla_placement_start_date) as kind,
        arg_max(clap_cla_placement_provider, clap_cla_placement_start_date) as provider,
        arg_max(clap_cla_placement_postcode, clap_cla_placement_start_date) as postcode,
        arg_max(clap_cla_placement_urn, clap_cla_placement_start_date) as urn
    from ssd_cla_placement
    group by clap_cla_id
) as placements on placements.cla_id = care.cla_id
left join allocated on allocated.person = child.id
order by child.id, care.started_on
