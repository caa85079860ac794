"""Everything on record about a child, on one line of time: a SQL file for each kind of event, and what runs them."""
