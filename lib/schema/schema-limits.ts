/** Levels of types inside types. What people write has fewer than ten. */
export const MAX_NESTING = 64;

/** Brackets inside brackets of a text; a level of types takes up to four. Above it the text is not even parsed, because parsers recurse. */
export const MAX_TEXT_DEPTH = 4 * MAX_NESTING;

/** Fields of a schema with everything in it expanded, so that a schema that doubles at each level ends early. */
export const MAX_FIELDS = 5_000;

/** Reading one text with everything that it refers to, in processor time. What people write takes some milliseconds. */
export const MAX_MS_TO_READ = 1_000;

/** Holding two schemas against each other, in processor time. */
export const MAX_MS_TO_COMPARE = 500;

/** Problems that are told of at once. */
export const MAX_PROBLEMS = 20;
