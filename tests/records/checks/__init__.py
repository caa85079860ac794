"""The rules of the checks as little drawn tables, and what runs, keeps and lists what they find."""
