import { type EventType, isEventType } from '../events/event';
import type { EditedNode } from './node-red';

/** The events that a property names: a list, or a text with commas. */
export function eventsIn(value: unknown): readonly EventType[] {
  return namesIn(value).filter(isEventType);
}

/** All names, known or not. */
export function namesIn(value: unknown): readonly string[] {
  const names = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
  return names.map((name) => name.trim()).filter(Boolean);
}

/** An event as people call it. */
export function eventName(node: EditedNode, type: EventType): string {
  return node._(`event.${type}`);
}
