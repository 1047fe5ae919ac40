import type { IncomingMessage } from 'node:http';
import type { Clock } from '../client/clock';
import { JiraError } from '../client/errors/jira-error';

const MB = 1024 * 1024;
/** Jira's own bodies have some kilobytes, those of issues with a hundred fields fifty. */
const LARGEST_MB = 10;
/** What all bodies that are being read hold together. */
const MOST_BUFFERED_BYTES = 64 * MB;
/** Jira gives up itself by then. */
const LONGEST_MS = 20_000;

/** Reads the bodies of requests within what one and all of them may cost. */
export class BodyReader {
  #buffered = 0;

  constructor(private readonly clock: Clock) {}

  /**
   * The body as it came.
   * @throws JiraError `JIRA_TOO_LARGE` as soon as it is, `JIRA_TIMEOUT` if it does not come whole, `JIRA_UNAVAILABLE` if too much comes at once
   */
  async read(request: IncomingMessage): Promise<Buffer> {
    if (declaredLength(request) > LARGEST_MB * MB) throw tooLarge();
    if (request.readableDidRead || request.readableEnded) throw refusal('JIRA_CONFIG', 'webhook.bodyTaken');
    const chunks: Buffer[] = [];
    let length = 0;
    try {
      await this.#consume(request, (chunk) => {
        length += chunk.length;
        this.#buffered += chunk.length;
        if (length > LARGEST_MB * MB) throw tooLarge();
        if (this.#buffered > MOST_BUFFERED_BYTES) throw busy();
        chunks.push(chunk);
      });
      return Buffer.concat(chunks);
    } finally {
      this.#buffered -= length;
    }
  }

  #consume(request: IncomingMessage, take: (chunk: Buffer) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancelTimer = this.clock.after(LONGEST_MS, () => end(slow()));
      const end = (error?: JiraError) => {
        cancelTimer();
        request.off('data', onData).off('end', onEnd).off('close', onLost).off('error', onLost);
        request.pause();
        // What fails later has nobody waiting for it.
        request.on('error', () => {});
        if (error) reject(error);
        else resolve();
      };
      const onData = (chunk: Buffer) => {
        try {
          take(chunk);
        } catch (error) {
          end(error instanceof JiraError ? error : busy());
        }
      };
      const onEnd = () => end();
      const onLost = () => end(slow());
      request.on('data', onData).on('end', onEnd).on('close', onLost).on('error', onLost).resume();
    });
  }
}

/** What a request says of its length, in bytes; 0 if it says nothing. */
export function declaredLength({ headers }: IncomingMessage): number {
  return Number(headers['content-length'] ?? 0) || 0;
}

/** More comes at once than is taken. */
export function busy(): JiraError {
  return refusal('JIRA_UNAVAILABLE', 'webhook.busy');
}

function tooLarge(): JiraError {
  return refusal('JIRA_TOO_LARGE', 'webhook.tooLarge', { limit: LARGEST_MB });
}

function slow(): JiraError {
  return refusal('JIRA_TIMEOUT', 'webhook.slow', { seconds: LONGEST_MS / 1000 });
}

function refusal(
  code: 'JIRA_TOO_LARGE' | 'JIRA_TIMEOUT' | 'JIRA_UNAVAILABLE' | 'JIRA_CONFIG',
  reason: string,
  values: Readonly<Record<string, number>> = {},
): JiraError {
  return new JiraError(code, reason, values, { outcome: 'not-done' });
}
