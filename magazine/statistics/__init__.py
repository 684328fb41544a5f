"""What readers did, for the newsroom: pages with charts, lists and tables, each for those whom it concerns."""
