/** The most candidates that an error lists; a site may have hundreds. */
const HANDFUL = 5;

/**
 * The things that a name means: those spelled exactly so, else those spelled so in any case. Spaces around names don't count: Jira
 * keeps them, and nobody sees them.
 * @param namesOf all names by which one is known
 */
export function named<Thing>(
  things: readonly Thing[],
  name: string,
  namesOf: (thing: Thing) => readonly (string | undefined)[],
): readonly Thing[] {
  const spelled = (wanted: string, form: (text: string) => string) =>
    things.filter((thing) => namesOf(thing).some((one) => one !== undefined && form(one.trim()) === wanted));
  const exact = spelled(name.trim(), (text) => text);
  return exact.length > 0 ? exact : spelled(name.trim().toLowerCase(), (text) => text.toLowerCase());
}

/** Some candidates, and how many more there are. */
export function handful(candidates: readonly string[]): string {
  const more = candidates.length - HANDFUL;
  return candidates.slice(0, HANDFUL).join(', ') + (more > 0 ? ` … (+${more})` : '');
}

/** The most names that a sentence lists, and of each the most characters. */
const MOST_NAMES = 50;
const LONGEST_NAME = 60;

/** Names in a row, each in quotation marks, and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  const shown = names.slice(0, MOST_NAMES).map((name) => `"${shortened(name)}"`);
  return shown.join(', ') + (more > 0 ? ` … (+${more})` : '');
}

function shortened(name: string): string {
  const line = name.slice(0, 2 * LONGEST_NAME).replace(/[\s\p{Cc}]+/gu, ' ');
  return line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME - 1)}…` : line;
}
