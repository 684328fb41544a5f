START, STOP = "\x02", "\x03"  # around a match in a snippet: no text that people see contains them
SNIPPET_WORDS = 32
