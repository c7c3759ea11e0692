"""What every rich text shares: where its links may lead, its editor, and the editor's words. Knows no app."""

#: Silent reading of non-fiction: 238 English words a minute (Brysbaert 2019); rounded down, German words are longer.
WORDS_PER_MINUTE = 200
