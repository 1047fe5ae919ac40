import type { InputKind } from '../definition/inputs';

/** What the form knows of an input, as the build writes it: `text required primary`. */
export interface Traits {
  readonly kind: InputKind;
  readonly required: boolean;
  readonly primary: boolean;
  readonly clearable: boolean;
}

/** Where a value comes from that is not fixed, as Node-RED's typed input calls it. */
export const FROM_ELSEWHERE: readonly string[] = ['msg', 'flow', 'global', 'jsonata', 'env'];

/** The types of Node-RED's typed input that each kind of input offers, the most likely first. */
export const OFFERED_TYPES: Readonly<Record<InputKind, readonly string[]>> = {
  text: ['str', 'template', ...FROM_ELSEWHERE],
  rich: ['str', 'template', ...FROM_ELSEWHERE],
  reference: ['str', 'template', 'num', ...FROM_ELSEWHERE],
  list: ['str', 'template', 'json', ...FROM_ELSEWHERE],
  ids: ['str', 'json', ...FROM_ELSEWHERE],
  flag: ['bool', ...FROM_ELSEWHERE],
  count: ['num', ...FROM_ELSEWHERE],
  rows: ['json', 'msg', 'flow', 'global', 'jsonata'],
  references: ['str', 'template', 'json', ...FROM_ELSEWHERE],
  time: ['str', 'template', 'num', ...FROM_ELSEWHERE],
  duration: ['str', 'template', 'num', ...FROM_ELSEWHERE],
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
