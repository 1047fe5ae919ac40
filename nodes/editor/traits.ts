import type { InputKind } from '../definition/inputs';

/** What the form knows of an input, as the build writes it: `text required primary`. */
export interface Traits {
  readonly kind: InputKind;
  readonly required: boolean;
  readonly primary: boolean;
  readonly clearable: boolean;
}

const FROM_ELSEWHERE = ['msg', 'flow', 'global', 'jsonata', 'env'];

/** The types of Node-RED's typed input that each kind of input offers, the most likely first. */
export const OFFERED_TYPES: Readonly<Record<InputKind, readonly string[]>> = {
  text: ['str', ...FROM_ELSEWHERE],
  rich: ['str', ...FROM_ELSEWHERE],
  reference: ['str', 'num', ...FROM_ELSEWHERE],
  list: ['str', 'json', ...FROM_ELSEWHERE],
  ids: ['str', 'json', ...FROM_ELSEWHERE],
  flag: ['bool', ...FROM_ELSEWHERE],
  count: ['num', ...FROM_ELSEWHERE],
  rows: ['json', 'msg', 'flow', 'global', 'jsonata'],
  references: ['str', 'json', ...FROM_ELSEWHERE],
  time: ['str', 'num', ...FROM_ELSEWHERE],
  duration: ['str', 'num', ...FROM_ELSEWHERE],
  object: ['json', 'msg', 'flow', 'global', 'jsonata'],
};

export function readTraits(words: string): Traits {
  const [first = '', ...flags] = words.split(' ');
  return {
    kind: isKind(first) ? first : 'text',
    required: flags.includes('required'),
    primary: flags.includes('primary'),
    clearable: flags.includes('clearable'),
  };
}

function isKind(word: string): word is InputKind {
  return Object.hasOwn(OFFERED_TYPES, word);
}
