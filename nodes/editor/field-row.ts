import type { FormField } from '../jira/lookups';
import { controlFor, type FieldControl } from './controls';
import type { FieldSource } from './field-sources';
import { growsWithLines, Lines, TEMPLATE_TYPE } from './lines';
import { named } from './naming';
import type { TypedInputType } from './node-red';
import { FROM_ELSEWHERE } from './traits';
import { shared } from './words';

/** What a form has for one field: a fixed value or a source, or neither. */
export interface FieldState {
  readonly value?: unknown;
  readonly source?: FieldSource | undefined;
}

export interface FieldRowOptions {
  readonly required: boolean;
  /** What happens while nothing is filled in. */
  readonly hint: string;
  readonly things: () => object;
  readonly write: (state: FieldState) => void;
}

const FIXED_TYPE = 'fixed';
const TEXTS: readonly FormField['control'][] = ['text', 'rich'];

/**
 * The row of one field of Jira: a typed input whose fixed value has the control that fits the field.
 * @returns the row, and what makes it ready once it stands on the page
 */
export function fieldRow(
  field: FormField,
  state: FieldState,
  options: FieldRowOptions,
): { row: JQuery; begin(): void } {
  const { source } = state;
  const input = $('<input>', { type: 'text', id: `jira-source-${field.value}` }).val(source?.value ?? '');
  const label = $('<label>', { for: `jira-field-${field.value}`, text: field.label, title: field.value });
  const row = $('<div>', { class: 'form-row' }).append(label, input);
  const begin = () => {
    const isLong = field.control === 'rich' && (state.value === undefined || typeof state.value === 'string');
    const lines = new Lines(String((source ? source.value : isLong ? state.value : '') ?? ''), field.label, true);
    const fixed = isLong ? longText(lines) : new FixedValue(field, state.value, options);
    const types = [
      fixed.type,
      ...(TEXTS.includes(field.control) ? [lines.templateType()] : []),
      ...FROM_ELSEWHERE,
      ...(source && ![TEMPLATE_TYPE, ...FROM_ELSEWHERE].includes(source.type) ? [source.type] : []),
    ];
    input.typedInput({ types, default: source?.type ?? FIXED_TYPE });
    const container = named(input, field.label);
    growsWithLines(input, container, [FIXED_TYPE, TEMPLATE_TYPE]);
    input.on('change', () => {
      const type = input.typedInput('type');
      const value = input.typedInput('value');
      options.write(type === FIXED_TYPE ? { value: fixed.read() } : value === '' ? {} : { source: { type, value } });
    });
  };
  return { row, begin };
}

interface Fixed {
  readonly type: TypedInputType;
  /** `undefined` while nothing is filled in. */
  read(): unknown;
}

function fixedType(): { value: string; label: string; icon: string } {
  return { value: FIXED_TYPE, label: shared('form.fields.fixed'), icon: 'fa fa-pencil' };
}

function longText(lines: Lines): Fixed {
  return { type: lines.type(fixedType()), read: () => lines.text || undefined };
}

/** A value in the control of its field, which is made anew each time that it is shown. */
class FixedValue implements Fixed {
  #value: unknown;
  #control: FieldControl | undefined;

  constructor(
    private readonly field: FormField,
    value: unknown,
    private readonly options: FieldRowOptions,
  ) {
    this.#value = value;
  }

  get type(): TypedInputType {
    const show = (container: JQuery) => this.#show(container);
    return {
      ...fixedType(),
      valueLabel(container) {
        show(container);
      },
      export: () => '',
    };
  }

  read(): unknown {
    return this.#value;
  }

  #show(container: JQuery): void {
    const { field, options } = this;
    const control = controlFor(field, this.#value, options.things);
    const { element } = control;
    const heard = element.is('input, select, textarea, [role]') ? element : element.children().first();
    heard.attr({ id: `jira-field-${field.value}`, 'aria-required': String(options.required) });
    if (element.is('[role]')) element.attr('aria-label', field.label);
    element.find('input').addBack('input').not('[placeholder]').attr('placeholder', options.hint);
    element.find('option[value=""]').first().text(options.hint);
    control.show(this.#value);
    this.#control = control;
    element.on('change', () => {
      if (this.#control !== control) return;
      this.#value = control.read();
      options.write({ value: this.#value });
    });
    container.append(element);
  }
}
