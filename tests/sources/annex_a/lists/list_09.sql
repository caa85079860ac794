select
    child.id, child.gender, child.ethnicity, child.born, null as age, child.uasc, child.disabled,
    allocated.team, allocated.worker, leavers.adviser,
    case leavers.eligibility
        when 'Relevant' then 'a) Relevant child' when 'Former relevant' then 'b) Former relevant child'
        when 'Qualifying' then 'c) Qualifying care leaver' when 'Eligible' then 'd) Eligible child'
    end,
    leavers.plan_on, leavers.in_touch, leavers.contact_on, leavers.accommodation, leavers.suitable, leavers.activity
from leavers
join child on child.id = leavers.person
left join allocated on allocated.person = child.id
where leavers.eligibility <> 'No current eligibility'
order by child.id
