"""Makes the eleven lists of Annex A from a snapshot, as at a day: what Ofsted asks for when an inspection begins.

    snapshot ──► lists (lists/*.sql, by the layout of the day) ──► validated ──► reconciled ──► compared ──► workbook

Which columns a list has, how they are headed and which values they admit is a dated layout (`layouts/`); who stands in
it is one select (`lists/`). Both are data files, and a council lays its own over them in HOME/annex_a. What the columns
are is described once, where workbooks are read (`sources/annex_a`), which knows nothing of this room.

A list or a column that the snapshot can't give is said to be so: it is never left empty as if there were none.
"""
