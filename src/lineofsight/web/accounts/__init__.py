"""Who may see what: people, roles, teams, restricted records, sign-in, and the log of who saw which child."""
