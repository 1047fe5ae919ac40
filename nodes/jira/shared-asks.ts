import type { Reading } from './recovery/recovery';
import type { Writer } from './write-guard';

/**
 * Jira for several writes that are looked for side by side: what one of them is asking at the moment is not asked again for another.
 * Fifty rows whose response was lost read the same issues.
 */
export class SharedAsks {
  readonly #underWay = new Map<string, Promise<unknown>>();

  constructor(private readonly writer: Writer) {}

  /** @param notes what is said of one of the writes */
  for(notes: Record<string, unknown>): Writer {
    const { writer } = this;
    return {
      deployment: writer.deployment,
      notes,
      recall: (key, load) => writer.recall(key, load),
      ask: (request) => this.#ask(request),
    };
  }

  #ask(request: Reading): Promise<unknown> {
    const key = JSON.stringify(request);
    const asked = this.#underWay.get(key) ?? this.writer.ask(request).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, asked);
    return asked;
  }
}
