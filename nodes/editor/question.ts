import type { LookupQuestion } from '../jira/lookups';
import { typeOf } from './typed-property';

/** What a fixed value of an input tells the look-ups of the others, by what the input suggests. */
const TELLS: Readonly<Record<string, 'project' | 'issueType' | 'issue'>> = {
  project: 'project',
  'issue-type': 'issueType',
  issue: 'issue',
};

/** The things that the form has fixed and that narrow down an input's suggestions. */
export function chosenThings(field: HTMLElement): Partial<LookupQuestion> {
  const names = (field.dataset.jiraWithin ?? '').split(' ').filter(Boolean);
  const entries = names.flatMap((name) => {
    const other = $(`#node-input-${name}`);
    const tells = TELLS[other.get(0)?.dataset.jiraSuggests ?? ''];
    const value = fixedText(name);
    return tells === undefined || value === '' ? [] : [[tells, value] as const];
  });
  return Object.fromEntries(entries);
}

/** The inputs of the form that `chosenThings` reads. */
export function narrowingFields(field: HTMLElement): JQuery {
  const names = (field.dataset.jiraWithin ?? '').split(' ').filter(Boolean);
  return $('[data-jira-suggests]').filter((_index, other) => names.includes(other.id.replace('node-input-', '')));
}

/** The text of an input that holds a fixed one. */
export function fixedText(name: string): string {
  const value = String($(`#node-input-${name}`).val() ?? '').trim();
  const type = typeOf(value, $(`#node-input-${name}Type`).val());
  return type === 'str' && !value.includes('${') ? value : '';
}
