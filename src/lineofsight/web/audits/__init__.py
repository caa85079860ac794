"""Case audits: the programme and its cycles, samples, audits, moderation, re-audit, and what the audits tell."""
