import { textEntry } from '../json';

/** The message of anything that was thrown, which may fight back when it is looked at. JSONata throws plain objects. */
export function thrownMessage(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : (textEntry(thrown, 'message') ?? thrown));
  } catch {
    return typeof thrown;
  }
}

/** What a fault is called, as whoever mends it knows it; without what could be a secret. */
export function faultName(thrown: unknown): string {
  const message = thrownMessage(thrown);
  try {
    return withoutCredentials(thrown instanceof Error ? `${thrown.name}: ${message}` : message);
  } catch {
    return typeof thrown;
  }
}

/** Where a fault happened, for the log; without what could be a secret. */
export function stackOf(thrown: unknown): string {
  try {
    if (thrown instanceof Error && thrown.stack) return withoutCredentials(thrown.stack);
  } catch {
    // Its name has to do.
  }
  return faultName(thrown);
}

function withoutCredentials(text: string): string {
  return text.replace(/\b(Basic|Bearer)\s+[^\s"']+/gi, '$1 …').replace(/\/\/[^\s/@]+@/g, '//…@');
}
