"""The page of the audit: read it, ask for some of it, take it along as a table."""
