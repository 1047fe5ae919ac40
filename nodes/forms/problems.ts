/** What keeps the package from being built, all of it at once. */
export class BuildError extends Error {
  override readonly name = 'BuildError';

  constructor(readonly problems: readonly string[]) {
    super(`The editor's files can't be rendered:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
  }
}
