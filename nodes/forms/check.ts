import { type Action, allInputs } from '../definition';
import { type Language, wordsKey } from './catalogs';
import { nameProblems } from './names';
import { titleInput } from './node-html';

/** Everything that would make a node's form or help incomplete, as sentences for whoever builds. */
export function problems(action: Action, main: Language, icons: readonly string[]): string[] {
  return [...nameProblems(action), ...wordProblems(action, main), ...iconProblems(action, icons)];
}

function wordProblems(action: Action, main: Language): string[] {
  const { type } = action;
  const file = `locales/${main.name}/${type}.json`;
  if (!main.catalog(type)) return [`${file} is missing`];
  const own = ['label', 'help.summary', 'help.payload', ...(titleInput(action) === undefined ? [] : ['labelOf'])];
  const inputs = Object.keys(allInputs(action)).flatMap((name) =>
    (['label', 'help'] as const).map((part) => wordsKey(name, part)),
  );
  return [
    ...own.filter((key) => !main.text(type, key)).map((key) => `${file} lacks "${key}"`),
    ...inputs
      .filter((key) => !main.ofInput(type, key))
      .map((key) => `${file} lacks "${key}", and so do the words that nodes share`),
  ];
}

function iconProblems({ type }: Action, icons: readonly string[]): string[] {
  return icons.includes(`${type}.svg`) ? [] : [`icons/${type}.svg is missing`];
}
