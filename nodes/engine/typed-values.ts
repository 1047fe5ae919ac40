import type { Node, NodeAPI, NodeMessage } from 'node-red';
import type { MessageValues } from '../client/errors/jira-error';
import { thrownMessage } from '../client/errors/thrown';
import { badInput } from '../jira/input-errors';
import { listed } from '../jira/names';
import { type Elsewhere, fillTemplate } from './template';

/** Where typed properties get their values from: a node, and the message that it has. */
export interface ValueSource {
  readonly RED: NodeAPI;
  readonly node: Node;
  readonly msg: NodeMessage;
  /** Says with the result that something went differently than asked: `warning.<reason>` of the catalogs. */
  warn(reason: string, values: MessageValues): void;
}

/** A value on its way through promises, which would wait for one that has a `then`. */
export interface Boxed {
  readonly value: unknown;
}

/**
 * What a typed property means for a message.
 * @param name what the property is called, for messages
 * @param type one of Node-RED's, or `template`
 * @throws JiraError `JIRA_INPUT` where that can't be found out
 */
export async function typedValue(source: ValueSource, name: string, type: string, value: unknown): Promise<Boxed> {
  // Node-RED would read an empty number as 0 and an empty message property as the whole message.
  if (value === '') return { value: undefined };
  if (typeof value !== 'string') return { value };
  try {
    return await (type === 'template' ? filled(source, name, value) : evaluate(source, type, value));
  } catch (error) {
    throw badInput('input.unevaluable', { name, detail: thrownMessage(error) });
  }
}

async function filled(source: ValueSource, name: string, template: string): Promise<Boxed> {
  const { text, missing } = await fillTemplate(template, source.msg, (elsewhere) => outside(source, elsewhere));
  if (missing.length > 0) source.warn('templateMissing', { name, missing: listed(missing) });
  return { value: text };
}

async function outside(source: ValueSource, { type, store, key }: Elsewhere): Promise<Boxed> {
  const found = await evaluate(source, type, store === undefined ? key : `#:(${store})::${key}`);
  // Node-RED reads a variable that isn't there as an empty text.
  return type === 'env' && found.value === '' ? { value: undefined } : found;
}

function evaluate({ RED, node, msg }: ValueSource, type: string, value: string): Promise<Boxed> {
  return new Promise((resolve, reject) => {
    RED.util.evaluateNodeProperty(value, type, node, msg, (error, result: unknown) => {
      if (error) reject(error);
      else resolve({ value: result });
    });
  });
}
