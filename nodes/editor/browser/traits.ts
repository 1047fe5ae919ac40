import type { InputKind } from '../../definition/inputs';

/** What the form knows of an input, as the build writes it: `text required primary`. */
export interface Traits {
  readonly kind: InputKind;
  readonly required: boolean;
  readonly primary: boolean;
  readonly clearable: boolean;
}

const KINDS: readonly InputKind[] = ['text', 'rich', 'list', 'flag', 'count', 'object', 'reference'];

export function readTraits(words: string): Traits {
  const [first, ...flags] = words.split(' ');
  return {
    kind: KINDS.find((kind) => kind === first) ?? 'text',
    required: flags.includes('required'),
    primary: flags.includes('primary'),
    clearable: flags.includes('clearable'),
  };
}
