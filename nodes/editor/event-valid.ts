import { SHORTEST_ROUND_S, sinceIn } from '../event-node/property-values';
import { isEventType, isWebhookOnly } from '../events/event';
import { namesIn } from './event-names';
import type { EditedNode, Validator } from './node-red';
import { inputLabel } from './words';

/** The events of a node: at least one, all of them known, and none that it will never hear of. */
export const validEvents: Validator = function (value, _options) {
  if (value === undefined || isVariable(value)) return true;
  const names = namesIn(value);
  if (names.length === 0) return reason(this, 'events', 'events');
  if (!names.every(isEventType)) return reason(this, 'events', 'unknownEvent');
  const via = $('#node-input-via').val() ?? this.via ?? 'poll';
  return via === 'poll' && names.filter(isEventType).some(isWebhookOnly) ? reason(this, 'events', 'notByPoll') : true;
};

/** Seconds between two rounds; left empty the usual ones. */
export const validEvery: Validator = function (value, _options) {
  const text = String(value ?? '').trim();
  if (text === '' || isVariable(value)) return true;
  if (Number.isSafeInteger(Number(text)) && Number(text) >= SHORTEST_ROUND_S) return true;
  return reason(this, 'every', 'every', { least: String(SHORTEST_ROUND_S) });
};

/** Where the first start begins. */
export const validSince: Validator = function (value, _options) {
  return isVariable(value) || sinceIn(String(value ?? '')) !== undefined ? true : reason(this, 'since', 'since');
};

function reason(
  node: EditedNode,
  property: string,
  key: string,
  values: Readonly<Record<string, string>> = {},
): string {
  return `${inputLabel(node, property)}: ${node._(`form.invalid.${key}`, values)}`;
}

/** Node-RED puts the value in its place before the node sees it. */
function isVariable(value: unknown): boolean {
  return typeof value === 'string' && /^\$[{(][^)}]+[)}]$/.test(value.trim());
}
