import { entry, type JsonRecord } from '../client/json';

/** Where an input comes from by default: the payload's entry of the same name, if it is there. */
const PAYLOAD_TYPE = 'payload';

/** Whether an input of a node stands at its default. */
export function isDefault(config: JsonRecord, name: string): boolean {
  return typedInputType(config, name) === PAYLOAD_TYPE;
}

/** How the value of an input is meant. A flow written by hand may leave both properties out (the default) or give the value alone (a string). */
export function typedInputType(config: JsonRecord, name: string): string {
  const type = entry(config, `${name}Type`);
  if (typeof type === 'string' && type !== '') return type;
  return entry(config, name) === undefined ? PAYLOAD_TYPE : 'str';
}
