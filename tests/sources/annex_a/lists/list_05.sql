select
    child.id, child.gender, child.ethnicity, child.born, null as age, child.disabled,
    s47e_s47_start_date, null, icpc_icpc_date, case when icpc_icpc_date is not null then yes_no(icpc_icpc_outcome_cp_flag) end,
    1, 1, allocated.team, allocated.worker
from ssd_s47_enquiry
cross join extract
join child on child.id = s47e_person_id
left join ssd_initial_cp_conference
    on icpc_s47_enquiry_id = s47e_s47_enquiry_id and icpc_person_id = s47e_person_id
    and not coalesce(icpc_icpc_transfer_in, false)
left join allocated on allocated.person = child.id
where coalesce(s47e_s47_end_date > six_months_ago, true)
order by s47e_s47_start_date, child.id
