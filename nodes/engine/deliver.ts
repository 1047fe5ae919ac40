import { asJiraError, type JiraError } from '../client/errors/jira-error';
import type { InputValues } from './input-values';
import type { ListOptions } from './list-options';
import type { ListPart, OpenList } from './perform';

/** What `msg.jira` says of a list. Figures are of everything handed on so far. */
export interface ListFacts {
  /** Only on a last message, and only if Jira has said that nothing follows. */
  readonly complete: boolean;
  readonly count: number;
  readonly pages: number;
  readonly total?: number | undefined;
  readonly next: InputValues | null;
  readonly page?: Readonly<Record<string, unknown>>;
}

/** The place of a message in its sequence, as core nodes know it. */
export interface Parts {
  readonly index: number;
  /** Records in the message, where it holds a page. */
  readonly len?: number;
  /** Messages in all; known with the last one. */
  readonly count?: number;
}

export interface Delivery {
  /** Sends one message, and resolves once the event loop has taken it. */
  send(payload: unknown, facts: ListFacts, parts?: Parts): Promise<void>;
  /** Told after each page: pages and records so far. */
  progress(pages: number, records: number, total: number | undefined): void;
  /** A list could not be read to its end, and what came is handed on all the same. */
  warnIncomplete(error: JiraError, received: number): void;
}

/**
 * Reads a list to the end of what is asked for, and hands it on as the node's options say. The next part is asked for only
 * when the one before has been taken, so that a slow flow slows the reading.
 * Returns what is to be said of all of it.
 * @throws JiraError what ended the list too early, with the number of records that had come
 */
export async function deliver(list: OpenList, options: ListOptions, delivery: Delivery): Promise<ListFacts> {
  const outlet = OUTLETS[options.output](delivery);
  let facts: ListFacts = { complete: false, count: 0, pages: 0, next: list.start };
  try {
    for await (const part of list.parts) {
      facts = factsAfter(facts, part);
      delivery.progress(facts.pages, facts.count, facts.total);
      await outlet.take(part.records, facts);
    }
  } catch (thrown) {
    const error = asJiraError(thrown);
    const tolerated = options.onIncomplete === 'warn' && isOfList(error) && facts.pages > 0;
    if (!tolerated) {
      await outlet.abandon(facts);
      throw error.knowing({ received: facts.count });
    }
    delivery.warnIncomplete(error, facts.count);
  }
  await outlet.end(facts);
  return facts;
}

/** A node that was closed, and a fault of this package, say nothing of the list. */
function isOfList({ code }: JiraError): boolean {
  return code !== 'JIRA_CANCELLED' && code !== 'JIRA_INTERNAL';
}

function factsAfter({ count, pages }: ListFacts, { records, next, total, info }: ListPart): ListFacts {
  return { complete: next === null, count: count + records.length, pages: pages + 1, total, next, page: info };
}

/** One way of handing a list on. */
interface Outlet {
  take(records: readonly unknown[], facts: ListFacts): Promise<void>;
  /** The list has ended. */
  end(facts: ListFacts): Promise<void>;
  /** The list has failed: what has come in full still goes out where messages have gone out before. */
  abandon(facts: ListFacts): Promise<void>;
}

const OUTLETS: Readonly<Record<ListOptions['output'], (delivery: Delivery) => Outlet>> = {
  array(delivery) {
    const all: unknown[] = [];
    return {
      async take(records) {
        for (const record of records) all.push(record);
      },
      end: (facts) => delivery.send(all, facts),
      async abandon() {},
    };
  },

  /** One page is held back, since only the last message says how many there are. */
  pages(delivery) {
    let held: { records: readonly unknown[]; facts: ListFacts } | undefined;
    let index = 0;
    const release = async (count?: number) => {
      if (!held) return;
      const { records, facts } = held;
      held = undefined;
      // Core `join` only takes arrays apart whose sequence said that they hold several.
      const len = Math.max(2, records.length);
      await delivery.send(records, facts, { index, len, ...(count !== undefined && { count }) });
      index++;
    };
    return {
      async take(records, facts) {
        // Lists that end with an empty page have ended with the one before it.
        if (records.length === 0 && held) return;
        await release();
        held = { records, facts: { ...facts, complete: false } };
      },
      async end(facts) {
        held = { records: held?.records ?? [], facts };
        await release(index + 1);
      },
      abandon: () => release(),
    };
  },

  /** One record is held back, for the same reason. */
  items(delivery) {
    let held: { record: unknown; facts: ListFacts } | undefined;
    let index = 0;
    const release = async (count?: number) => {
      if (!held) return;
      const { record, facts } = held;
      held = undefined;
      await delivery.send(record, facts, { index, ...(count !== undefined && { count }) });
      index++;
    };
    return {
      async take(records, facts) {
        for (const [place, record] of records.entries()) {
          await release();
          const count = facts.count - records.length + place + 1;
          held = { record, facts: { ...facts, complete: false, count } };
        }
      },
      async end(facts) {
        if (held) held = { ...held, facts };
        await release(index + 1);
      },
      abandon: () => release(),
    };
  },
};
