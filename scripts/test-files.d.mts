/** Mocha's options for files side by side. */
export const SIDE_BY_SIDE: readonly string[];
/** Every test file, from the project's folder on, but for those whose place below `test/` begins so. */
export function testFiles(without?: readonly string[]): string[];
