/** The type of an input that is read from the message's payload, if it is there: the default. */
export const PAYLOAD_TYPE = 'payload';
/** What the form shows for a fixed text without a character: nothing is sent, whatever the message holds. */
export const EMPTY_TYPE = 'empty';

/** A flow written by hand may leave both properties out (the default) or give the value alone (a string). */
export function typeOf(value: unknown, type: unknown): string {
  if (typeof type === 'string' && type !== '') return type;
  return isBlank(value) ? PAYLOAD_TYPE : 'str';
}

export function isBlank(value: unknown): boolean {
  return value === '' || value === undefined || value === null;
}
