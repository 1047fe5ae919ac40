import type { FormField, LookupQuestion, Suggestion } from '../jira/lookups';
import { type FieldState, fieldRow } from './field-row';
import { type FieldSource, type Sources, sourcesIn } from './field-sources';
import { lookUp, reasonOf } from './lookup';
import { Note } from './note';
import { chosenThings, narrowingFields } from './question';
import { Suggester } from './suggest';
import { EMPTY_TYPE, PAYLOAD_TYPE } from './typed-property';
import { shared } from './words';

/** The look-ups that respond with a form. */
export type FormKind = 'create-field' | 'edit-field';

export function isFormKind(kind: string): kind is FormKind {
  return kind === 'create-field' || kind === 'edit-field';
}

/** Fields that have an input of their own in the form. */
const OWN_INPUTS: Readonly<Record<string, string>> = { issuetype: 'issueType' };

/** How long the form waits for the last of several changes, in milliseconds. */
const PAUSE_MS = 300;

/** Below the input `fields`: a control for each field that issues of the chosen project and type really have. */
export function prepareFieldForm(field: HTMLElement, kind: FormKind): void {
  new FieldForm(field, kind).begin();
}

class FieldForm {
  readonly #block = $('<div>', { class: 'jira-fields' });
  readonly #list = $('<div>');
  readonly #note: Note;
  readonly #example = $('<input>', { type: 'text', id: 'jira-fields-example' });
  readonly #exampleRow = $('<div>', { class: 'form-row' });
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = '';
  #shown: readonly FormField[] = [];
  #writes = false;

  constructor(
    private readonly field: HTMLElement,
    private readonly kind: FormKind,
  ) {
    $(field).closest('.form-row').after(this.#block);
    this.#block.append(this.#exampleRow, this.#list);
    this.#note = new Note(this.#list, () => void this.#load(true));
  }

  begin(): void {
    if (this.kind === 'edit-field') this.#addExample();
    const soon = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#load(false), PAUSE_MS);
    };
    narrowingFields(this.field).on('change', soon);
    $('#node-input-site').on('change', soon);
    this.#example.on('change', soon);
    $('#node-input-extraFields').on('change', () => this.#render());
    $(this.field).on('change', () => {
      if (!this.#writes) this.#render();
    });
    void this.#load(false);
  }

  /** The issue often comes with the message: one like it tells what can be filled in. It is not stored. */
  #addExample(): void {
    const label = $('<label>', { for: 'jira-fields-example' }).append(
      $('<i>', { class: 'fa fa-list-alt' }),
      ' ',
      $('<span>', { text: shared('form.fields.example') }),
    );
    const place = $('<span>', { class: 'jira-suggesting' }).append(this.#example);
    this.#exampleRow.append(label, place);
    const suggester = new Suggester({ kind: 'issue' });
    this.#example.autoComplete({ search: suggester.complete, minLength: 0 });
    suggester.attach(this.#example, this.#example, () => String(this.#example.val() ?? ''));
  }

  #question(): Partial<LookupQuestion> {
    const chosen = chosenThings(this.field);
    const example = String(this.#example.val() ?? '').trim();
    this.#exampleRow.toggle(this.kind === 'edit-field' && !chosen.issue);
    return this.kind === 'edit-field' && !chosen.issue && example ? { ...chosen, issue: example } : chosen;
  }

  async #load(refresh: boolean): Promise<void> {
    if (!this.field.isConnected) return;
    const question = this.#question();
    const isComplete = this.kind === 'edit-field' ? question.issue : question.project && question.issueType;
    const asked = JSON.stringify([question, $('#node-input-site').val()]);
    if (!isComplete) {
      this.#asked = '';
      this.#shown = [];
      this.#render();
      this.#note.say(shared(this.kind === 'edit-field' ? 'form.fields.chooseIssue' : 'form.fields.chooseType'));
      return;
    }
    if (asked === this.#asked && !refresh) return;
    this.#asked = asked;
    this.#note.say(shared('form.lookup.searching'));
    try {
      const response = await lookUp(this.kind, question, { refresh });
      if (asked !== this.#asked || !this.field.isConnected) return;
      const fields = response.suggestions.filter(isFormField);
      this.#shown = fields.filter(({ value }) => ownInput(value).length === 0);
      markRequired(this.kind === 'create-field' ? fields : []);
      this.#note.tell(fields.length === 0 ? shared('form.lookup.nothing') : '', response);
    } catch (error) {
      if (!this.field.isConnected) return;
      this.#asked = '';
      this.#shown = [];
      this.#note.say(reasonOf(error), true);
    }
    this.#render();
  }

  #render(): void {
    const values = this.#values();
    this.#list.empty();
    if (values === undefined || this.#shown.length === 0) return;
    const sources = sourcesIn($(SOURCES).val());
    const isFirst = (one: FormField) => one.required && this.kind === 'create-field';
    const rows = (fields: readonly FormField[]) => fields.map((one) => this.#row(one, values, sources));
    const first = rows(this.#shown.filter(isFirst));
    const others = this.#shown.filter((one) => !isFirst(one));
    const folded = rows(others);
    const key = this.kind === 'edit-field' ? 'form.fields.changeable' : 'form.fields.optional';
    const fold = $('<details>').append(
      $('<summary>', { text: shared(key, { count: String(others.length) }) }),
      ...folded.map(({ row }) => row),
    );
    fold.prop(
      'open',
      others.some((one) => keyOf(one, values) !== undefined || sources[one.value] !== undefined),
    );
    this.#list.append(...first.map(({ row }) => row), fold);
    for (const { begin } of [...first, ...folded]) begin();
  }

  #row(field: FormField, values: Readonly<Record<string, unknown>>, sources: Sources): FieldRow {
    const key = keyOf(field, values);
    const required = field.required && this.kind === 'create-field';
    const { row, begin } = fieldRow(
      field,
      { value: key === undefined ? undefined : values[key], source: sources[field.value] },
      {
        required,
        hint: this.#whileEmpty(field),
        things: () => this.#question(),
        write: (state) => this.#write(field, state),
      },
    );
    if (required) row.children('label').append(requiredMark());
    return { row, begin };
  }

  /** What happens to a field that nothing is filled in for: the node may take it from the payload, by its name. */
  #whileEmpty({ label }: FormField): string {
    if ($('#node-input-extraFields').val() === 'use') return shared('form.payload.optional', { name: label });
    return shared(this.kind === 'edit-field' ? 'form.empty.keep' : 'form.empty.leave');
  }

  /** The fields that are filled in; nothing where they come from somewhere else, such as a message. */
  #values(): Record<string, unknown> | undefined {
    const type = $(this.field).typedInput('type');
    if (type === PAYLOAD_TYPE || type === EMPTY_TYPE) return {};
    if (type !== 'json') return undefined;
    const text = $(this.field).typedInput('value').trim();
    if (text === '') return {};
    try {
      const parsed: unknown = JSON.parse(text);
      return isObject(parsed) ? { ...parsed } : undefined;
    } catch {
      return undefined;
    }
  }

  #write(field: FormField, { value, source }: FieldState): void {
    writeSource(field.value, source);
    const values = this.#values() ?? {};
    const key = keyOf(field, values) ?? field.value;
    if (value === undefined) delete values[key];
    else values[key] = value;
    const isEmpty = Object.keys(values).length === 0;
    this.#writes = true;
    $(this.field).typedInput('type', isEmpty ? PAYLOAD_TYPE : 'json');
    $(this.field).typedInput('value', isEmpty ? '' : JSON.stringify(values));
    this.#writes = false;
  }
}

type FieldRow = ReturnType<typeof fieldRow>;
/** The property beside `fields` that says where the values of fields come from which are not fixed. */
const SOURCES = '#node-input-fieldInputs';

function writeSource(fieldId: string, source: FieldSource | undefined): void {
  const { [fieldId]: _before, ...others } = sourcesIn($(SOURCES).val());
  const sources = source ? { ...others, [fieldId]: source } : others;
  $(SOURCES).val(Object.keys(sources).length === 0 ? '' : JSON.stringify(sources));
}

/** Somebody may have written the field by its name. */
function keyOf({ value, label }: FormField, values: object): string | undefined {
  const name = label.toLowerCase();
  return Object.keys(values).find((key) => key === value || key.toLowerCase() === name);
}

/** The input that a field has in the form itself. */
function ownInput(fieldId: string): JQuery {
  return $(`#node-input-${OWN_INPUTS[fieldId] ?? fieldId}`);
}

/** What Jira requires is to be seen, also where it has an input of its own that is folded away. */
function markRequired(fields: readonly FormField[]): void {
  $('.jira-form > .form-row, .jira-more > .form-row').find('.jira-required').remove();
  for (const { value } of fields.filter(({ required }) => required)) {
    const input = ownInput(value);
    input.closest('.form-row').children('label').append(requiredMark());
    input.closest('details').prop('open', true);
  }
}

function requiredMark(): JQuery {
  return $('<span>', { class: 'jira-required', text: ' *', title: shared('form.fields.required') });
}

function isFormField(suggestion: Suggestion): suggestion is FormField {
  return 'control' in suggestion && 'required' in suggestion;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
