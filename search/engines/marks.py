START, STOP = "\x02", "\x03"  # around a match in a snippet: no text that people see contains them
SNIPPET_WORDS = 32
MOST_RANKED = 500  # articles with the words; of more, the newest
