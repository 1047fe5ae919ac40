import type { Clause, FieldReference, Operand, Query } from './ast';
import { isKeyword, isReservedWord } from './words';

const PLAIN_WORD = /^[\p{L}\p{N}_.:-]+$/u;
const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Writes text as a JQL string in double quotes, so that it means exactly these characters. */
export function quote(text: string): string {
  const escaped = text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that JQL wants escaped
    /["\\\u0000-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/g,
    (character) => ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}

function word(text: string): string {
  const lower = text.toLowerCase();
  const plain = PLAIN_WORD.test(text) && !/^-?\d+$/.test(text) && !isKeyword(lower) && !isReservedWord(lower);
  return plain ? text : quote(text);
}

/** A field as a message or a query names it. */
export function printField({ name, property }: FieldReference): string {
  const shown = /^cf\[\d+]$/.test(name) ? name : word(name);
  if (property === undefined) return shown;
  const path = property.path.replace(/[^\p{L}\p{N}_.-]/gu, (character) => quote(character).slice(1, -1));
  return `${shown}[${quote(property.key)}]${path === '' ? '' : `.${path}`}`;
}

/** Jira quotes every value that it shows in a message, and so does this. */
export function printOperand(operand: Operand): string {
  switch (operand.kind) {
    case 'empty':
      return 'EMPTY';
    case 'value':
      return operand.numeric ? operand.text : quote(operand.text);
    case 'function':
      return `${word(operand.name)}(${operand.args.map(word).join(', ')})`;
    case 'list':
      return `(${operand.items.map(printOperand).join(', ')})`;
  }
}

function printClause(clause: Clause): string {
  switch (clause.kind) {
    case 'and':
    case 'or':
      return clause.clauses.map(printPart).join(` ${clause.kind.toUpperCase()} `);
    case 'not':
      return `NOT ${printPart(clause.clause)}`;
    case 'comparison':
      return `${printField(clause.field)} ${clause.operator} ${printOperand(clause.operand)}`;
    case 'history':
      return [
        printField(clause.field),
        clause.operator,
        ...(clause.operand === undefined ? [] : [printOperand(clause.operand)]),
        ...clause.predicates.map(({ name, operand }) => `${name} ${printOperand(operand)}`),
      ].join(' ');
  }
}

function printPart(clause: Clause): string {
  return clause.kind === 'and' || clause.kind === 'or' ? `(${printClause(clause)})` : printClause(clause);
}

/** Writes a query so that `parseJql` reads the same query back. */
export function printJql({ where, orderBy }: Query): string {
  const parts = where === undefined ? [] : [printClause(where)];
  if (orderBy.length > 0) {
    const sorts = orderBy.map(({ field, direction }) => [printField(field), direction ?? ''].join(' ').trim());
    parts.push(`ORDER BY ${sorts.join(', ')}`);
  }
  return parts.join(' ');
}
