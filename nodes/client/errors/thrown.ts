import { textEntry } from '../json';

/** The message of anything that was thrown, which may fight back when it is looked at. JSONata throws plain objects. */
export function thrownMessage(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : (textEntry(thrown, 'message') ?? thrown));
  } catch {
    return typeof thrown;
  }
}

/** Where a fault happened, for the log; without what could be a secret in its message. */
export function stackOf(thrown: unknown): string {
  try {
    const stack = thrown instanceof Error ? thrown.stack : undefined;
    return withoutCredentials(stack ?? thrownMessage(thrown));
  } catch {
    return typeof thrown;
  }
}

function withoutCredentials(text: string): string {
  return text.replace(/\b(Basic|Bearer)\s+[^\s"']+/gi, '$1 …').replace(/\/\/[^\s/@]+@/g, '//…@');
}
