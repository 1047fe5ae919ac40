import { dayOf } from '../clock';
import type { FieldReference, FunctionOperand, Operand, ValueOperand } from './ast';
import { readDate } from './dates';
import { callFunction } from './functions';
import { printField, printOperand } from './print';
import type { JqlContext, JqlField } from './site';
import { readTextSearch, type TextMatcher } from './text';

/** What an operand comes to: the values to compare with, whether EMPTY is among them, and for `~` the text to search. */
export interface Operands {
  values: readonly (string | number)[];
  empty: boolean;
  search?: TextMatcher;
}

const TIME_FORMATS = "'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd'";
const DAY_FORMATS = "'YYYY/MM/DD', 'YYYY-MM-DD'";

/**
 * Looks up what a clause's operand stands for on the site. What can't be looked up goes to `report`, as Jira's message, and
 * the result is then not to be used.
 */
export class OperandReader<I> {
  constructor(
    private readonly context: JqlContext<I>,
    private readonly report: (message: string) => void,
  ) {}

  read(field: JqlField<I>, reference: FieldReference, operand: Operand): Operands {
    const name = printedName(reference);
    switch (operand.kind) {
      case 'empty':
        return { values: [], empty: true };
      case 'list': {
        const items = operand.items.map((item) => this.read(field, reference, item));
        return { values: items.flatMap((item) => item.values), empty: items.some((item) => item.empty) };
      }
      case 'function':
        return { values: this.functionValues(field, name, operand), empty: false };
      case 'value':
        if (field.kind === 'text') return this.textSearch(name, operand.text);
        return { values: this.values(field, name, operand), empty: false };
    }
  }

  private values(field: JqlField<I>, name: string, operand: ValueOperand): readonly (string | number)[] {
    const { text } = operand;
    switch (field.kind) {
      case 'labels':
        return [text.toLowerCase()];
      case 'number':
        if (/^[-+]?(?:\d+\.?\d*|\.\d+)$/.test(text.trim())) return [Number(text)];
        return this.none(`Value '${text}' for the '${name}' field is not a valid number.`);
      case 'date':
      case 'datetime':
        return this.dateValue(field, name, operand);
      default: {
        const ids = this.context.resolve(field, text);
        return ids.length > 0 ? ids : this.none(unknownValue(field, name, operand));
      }
    }
  }

  private dateValue(field: JqlField<I>, name: string, { text, numeric }: ValueOperand): readonly (string | number)[] {
    const milliseconds = Number(text);
    const date =
      numeric && Math.abs(milliseconds) < 8e15
        ? { moment: milliseconds, withTime: false }
        : readDate(text, this.context.now, this.timeZone());
    if (date !== undefined && !(field.kind === 'date' && date.withTime)) return [this.dateOf(field, date.moment)];
    const formats = field.kind === 'date' ? DAY_FORMATS : TIME_FORMATS;
    return this.none(
      `Date value '${text}' for field '${name}' is invalid. Valid formats include: ${formats}, or a period format e.g. '-5d', '4w 2d'.`,
    );
  }

  private functionValues(field: JqlField<I>, name: string, call: FunctionOperand): readonly (string | number)[] {
    const result = callFunction(call, this.context);
    if (result.kind === 'error') return this.none(result.message);
    const isDate = field.kind === 'date' || field.kind === 'datetime';
    if (result.kind === 'users' && field.kind === 'user') return result.ids;
    if (result.kind === 'issues' && field.kind === 'key') return result.keys;
    if (result.kind === 'moment' && isDate) return [this.dateOf(field, result.moment)];
    if (isDate)
      return this.none(`A date for the field '${name}' provided by the function '${call.name}' is not valid.`);
    if (field.kind === 'number') {
      return this.none(
        `A value provided by the function '${call.name}' for the field '${name}' is not a valid number.`,
      );
    }
    if (field.kind === 'option') {
      return this.none(`An option provided by the function '${call.name}' for the field '${name}' does not exist.`);
    }
    return this.none(`A value provided by the function '${call.name}' is invalid for the field '${name}'.`);
  }

  private textSearch(name: string, text: string): Operands {
    const search = readTextSearch(text);
    if (typeof search === 'function') return { values: [], empty: false, search };
    switch (search.kind) {
      case 'empty':
        this.report(`The field '${name}' does not support searching for an empty string.`);
        break;
      case 'start':
        this.report(`The text query '${text}' for field '${name}' is not allowed to start with '${search.sign}'.`);
        break;
      case 'unreadable':
        this.report(`Unable to parse the text '${text}' for field '${name}'.`);
        break;
      case 'unsupported':
        this.report(
          `The text query '${text}' for field '${name}' uses '${search.sign}', which this demo Jira can't search with.`,
        );
        break;
    }
    return { values: [], empty: false };
  }

  private dateOf(field: JqlField<I>, moment: number): string | number {
    return field.kind === 'date' ? dayOf(moment, this.timeZone()) : moment;
  }

  private timeZone(): string {
    return this.context.timeZone ?? 'UTC';
  }

  private none(message: string): readonly never[] {
    this.report(message);
    return [];
  }
}

/** A field's name as Jira puts it into messages: as the query has it, but without quotes. */
export function printedName(reference: FieldReference): string {
  return reference.property === undefined ? reference.name : printField(reference);
}

/**
 * How Jira complains that an operand has the wrong shape for its operator; undefined if it hasn't.
 * @param isList whether the operand is a list, or a function that stands for one
 */
export function shapeProblem(
  reference: FieldReference,
  operator: string,
  operand: Operand,
  isList: boolean,
): string | undefined {
  const complaint = (what: string) =>
    `Operator '${operator}' does not support ${what} for field '${printedName(reference)}'.`;
  if (operator === 'is' || operator === 'is not') {
    return operand.kind === 'empty' ? undefined : complaint('searching for non-empty values');
  }
  const wantsList = operator === 'in' || operator === 'not in';
  if (operand.kind === 'empty') {
    const relational = operator.startsWith('<') || operator.startsWith('>');
    return wantsList || relational ? complaint("the empty value representation 'EMPTY'") : undefined;
  }
  if (wantsList === isList) return undefined;
  return complaint(`the ${wantsList ? 'non-list' : 'list'} value '${printOperand(operand)}'`);
}

function unknownValue<I>(field: JqlField<I>, name: string, { text, numeric }: ValueOperand): string {
  if (field.kind === 'option') return `The option '${text}' for field '${name}' does not exist.`;
  if (field.kind === 'key' && !numeric) {
    return /^\p{L}[\p{L}\p{N}_]*-\d+$/u.test(text)
      ? `An issue with key '${text}' does not exist for field '${name}'.`
      : `The issue key '${text}' for field '${name}' is invalid.`;
  }
  return numeric && field.kind !== 'user'
    ? `A value with ID '${text}' does not exist for the field '${name}'.`
    : `The value '${text}' does not exist for the field '${name}'.`;
}
