/** A parsed query as `jql/parse` shows it. */

import { type Clause, type Operand, type Query, quote, type SortField } from './jql';

export function structure(query: Query): Record<string, unknown> {
  return {
    ...(query.where ? { where: clause(query.where) } : {}),
    ...(query.orderBy.length > 0 ? { orderBy: { fields: query.orderBy.map(sortField) } } : {}),
  };
}

function clause(node: Clause): Record<string, unknown> {
  switch (node.kind) {
    case 'and':
    case 'or':
      return { clauses: node.clauses.map(clause), operator: node.kind };
    case 'not':
      return { clauses: [clause(node.clause)], operator: 'not' };
    case 'comparison':
      return { field: field(node.field.name), operator: node.operator, operand: operand(node.operand) };
    case 'history':
      return {
        field: field(node.field.name),
        operator: node.operator,
        ...(node.operand ? { operand: operand(node.operand) } : {}),
        predicates: node.predicates.map(({ name, operand: value }) => ({ operator: name, operand: operand(value) })),
      };
  }
}

function field(name: string): Record<string, unknown> {
  return { name, encodedName: encoded(name) };
}

function encoded(text: string): string {
  return /^[\w.[\]]+$/.test(text) ? text : quote(text);
}

function operand(node: Operand): Record<string, unknown> {
  switch (node.kind) {
    case 'empty':
      return { keyword: 'empty', encodedOperand: 'EMPTY' };
    case 'value':
      return { value: node.text, encodedValue: encoded(node.text) };
    case 'function':
      return {
        function: node.name,
        arguments: node.args,
        encodedOperand: `${node.name}(${node.args.map(encoded).join(', ')})`,
      };
    case 'list': {
      const values = node.items.map(operand);
      const texts = values.map((value) => String(value.encodedValue ?? value.encodedOperand));
      return { values, encodedOperand: `(${texts.join(', ')})` };
    }
  }
}

function sortField({ field: { name }, direction }: SortField): Record<string, unknown> {
  return { field: field(name), ...(direction ? { direction: direction.toLowerCase() } : {}) };
}
