/** `OPS-12` as project `OPS` and number 12. A text without a number counts as a project of its own. */
export function readIssueKey(key: string): { project: string; number: number } {
  const dash = key.lastIndexOf('-');
  const number = Number(key.slice(dash + 1));
  if (dash < 0 || !Number.isFinite(number)) return { project: key.toUpperCase(), number: 0 };
  return { project: key.slice(0, dash).toUpperCase(), number };
}

/** Orders keys by project and then by number, so that OPS-9 comes before OPS-10. */
export function compareIssueKeys(a: string, b: string): number {
  const first = readIssueKey(a);
  const second = readIssueKey(b);
  if (first.project !== second.project) return first.project < second.project ? -1 : 1;
  return first.number - second.number;
}
