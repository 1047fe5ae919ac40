import type { FormField } from '../jira/lookups';
import { Suggester } from './suggest';

/** A control for one field of Jira: it shows a value of the node's `fields`, and reads it back. */
export interface FieldControl {
  readonly element: JQuery;
  /** Whether the control can show this value; what it can't stays as it is in the JSON. */
  fits(value: unknown): boolean;
  /** `undefined` empties it. */
  show(value: unknown): void;
  /** `undefined` while nothing is filled in. */
  read(): unknown;
}

type Make = (field: FormField, project: () => object) => FieldControl;

const asText = (value: unknown): string => (value === undefined ? '' : String(value));
const isText = (value: unknown): boolean => typeof value === 'string';

function input(type: string, attributes: object = {}): JQuery {
  return $('<input>', { type, ...attributes });
}

/** A control whose value is the text that it holds. */
function plain(element: JQuery): FieldControl {
  return {
    element,
    fits: isText,
    show: (value) => {
      element.val(asText(value));
    },
    read: () => String(element.val() ?? '') || undefined,
  };
}

function number(): FieldControl {
  const element = input('number', { step: 'any' });
  const read = () => (element.val() === '' ? undefined : Number(element.val()));
  return { ...plain(element), fits: (value) => typeof value === 'number', read };
}

/** Jira wants a time zone, and a browser's field has none: what is shown is the time where the editor is. */
function datetime(): FieldControl {
  const element = input('datetime-local');
  const local = (value: unknown) => {
    const time = new Date(asText(value));
    return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  };
  return {
    element,
    fits: (value) => isText(value) && !Number.isNaN(Date.parse(String(value))),
    show: (value) => {
      element.val(value === undefined ? '' : local(value));
    },
    read: () => (element.val() ? new Date(String(element.val())).toISOString() : undefined),
  };
}

function options(from: readonly { readonly value: string; readonly label: string }[]): JQuery[] {
  return from.map(({ value, label }) => $('<option>', { value, text: label }));
}

function emptyOption(): JQuery {
  return $('<option>', { value: '' });
}

function select({ options: offered = [] }: FormField): FieldControl {
  const element = $('<select>').append(emptyOption(), ...options(offered));
  return { ...plain(element), fits: (value) => offered.some((one) => one.value === value) };
}

/** Several of the options: a list to tick. */
function multi({ options: offered = [] }: FormField): FieldControl {
  const ticks = offered.map(({ value }) => input('checkbox', { value }));
  const rows = ticks.map((tick, index) => $('<label>').append(tick, ' ', $('<span>', { text: offered[index]?.label })));
  const element = $('<div>', { role: 'group', class: 'jira-tick-list' }).append(...rows);
  return {
    element,
    fits: (value) => Array.isArray(value) && value.every((item) => offered.some((one) => one.value === item)),
    show: (value) => {
      const chosen = Array.isArray(value) ? value.map(String) : [];
      for (const tick of ticks) tick.prop('checked', chosen.includes(String(tick.val())));
    },
    read: () => {
      const chosen = ticks.filter((tick) => tick.is(':checked')).map((tick) => String(tick.val()));
      return chosen.length > 0 ? chosen : undefined;
    },
  };
}

/** One choice, and one that depends on it. */
function cascade({ options: offered = [], label }: FormField): FieldControl {
  const upper = $('<select>', { 'aria-label': label }).append(emptyOption(), ...options(offered));
  const lower = $('<select>', { 'aria-label': label });
  const fill = () => {
    const children = offered.find(({ value }) => value === upper.val())?.children ?? [];
    lower
      .empty()
      .append(emptyOption(), ...options(children))
      .toggle(children.length > 0);
  };
  upper.on('change', fill);
  fill();
  return {
    element: $('<span>', { class: 'jira-cascade' }).append(upper, lower),
    fits: (value) => isText(value) || (Array.isArray(value) && value.length <= 2 && value.every(isText)),
    show: (value) => {
      const [first, second] = Array.isArray(value) ? value.map(String) : [asText(value)];
      upper.val(first ?? '');
      fill();
      lower.val(second ?? '');
    },
    read: () => {
      const [first, second] = [String(upper.val() ?? ''), String(lower.val() ?? '')];
      return first === '' ? undefined : second === '' ? first : [first, second];
    },
  };
}

/** A text with suggestions. */
function suggesting(kind: string, isList = false): Make {
  return (_field, things) => {
    const text = input('text');
    const element = $('<span>', { class: 'jira-suggesting' }).append(text);
    const suggester = new Suggester({ kind, isList, things });
    text.autoComplete({ search: suggester.complete, minLength: 0 });
    const value = () => String(text.val() ?? '');
    suggester.attach(text, text, value);
    text.on('change', () => suggester.valueChanged(value()));
    return { ...plain(text), element };
  };
}

function labels(field: FormField, things: () => object): FieldControl {
  const control = suggesting('label', true)(field, things);
  return {
    ...control,
    fits: (value) => Array.isArray(value) && value.every(isText),
    show: (value) => control.show(Array.isArray(value) ? value.join(', ') : undefined),
    read: () => {
      const given = asText(control.read())
        .split(',')
        .flatMap((label) => label.trim() || []);
      return given.length > 0 ? given : undefined;
    },
  };
}

/** Whatever has no control of its own is JSON; what is no JSON is a text. */
function json(): FieldControl {
  const element = input('text', { placeholder: 'JSON' });
  return {
    element,
    fits: () => true,
    show: (value) => {
      element.val(value === undefined ? '' : JSON.stringify(value));
    },
    read: () => {
      const text = String(element.val() ?? '').trim();
      if (text === '') return undefined;
      try {
        return JSON.parse(text);
      } catch {
        return text;
      }
    },
  };
}

const MAKERS: Readonly<Record<FormField['control'], Make>> = {
  text: () => plain(input('text')),
  rich: () => plain(input('text')),
  number,
  date: () => plain(input('date')),
  datetime,
  select,
  multi,
  cascade,
  user: suggesting('assignable-user'),
  labels,
  issue: suggesting('issue'),
  json,
};

/** The control of a field, or plain JSON where it could not show what the field has. */
export function controlFor(field: FormField, value: unknown, things: () => object): FieldControl {
  const control = MAKERS[field.control](field, things);
  return value === undefined || control.fits(value) ? control : json();
}
