import type { Connection } from '../client/connection';
import { asJiraError, JiraError } from '../client/errors/jira-error';
import { methodOf } from '../client/http/request';
import { isRecord } from '../client/json';
import { routesOf } from '../definition';
import { SLOW_PACE } from '../outbox/back-off';
import type { Carrier, KeptFacts, LiveCarrier, Turn, Verdict } from '../outbox/sender';
import { EntryLedger } from './entry-ledger';
import type { Host, KeptRun, Order } from './host';
import { decodeResults, encodeResults } from './kept-message';
import type { Message } from './message';
import { MessageRun } from './message-run';
import type { NodeError } from './node-error';
import type { Progress } from './node-status';
import { verdictOf } from './verdicts';

/** A message that is to be carried out, and where what comes of it goes. */
export interface Carried {
  readonly host: Host;
  readonly msg: Message;
  readonly order: Order;
  /** @throws JiraError */
  readonly connection: () => Connection;
  /** Begins to tell the status line of an attempt. */
  readonly begin: () => Progress;
  readonly send: (msg: Message) => void;
  /** The message ends in an error: told is the message with what is known of the call. */
  readonly end: (failure: NodeError, told: Message) => void;
  readonly logFault: (thrown: unknown) => void;
}

/** Extra attempts of a call while the message is live: a connection that breaks for a moment is nobody's business. */
const LIVE_RETRIES = 1;

/** One attempt after the other to carry out a message that is on the disk. */
class Attempting {
  /** The messages that the last attempt has come to. */
  results: readonly Message[] = [];
  #run: MessageRun | undefined;

  constructor(
    private readonly carried: Carried,
    private readonly retries: number,
  ) {}

  async attempt(turn: Turn): Promise<Verdict> {
    const { host, order, connection } = this.carried;
    if (isDryRun(connection)) return { type: 'later', holds: 'site', problem: 'JIRA_CONFIG', pace: SLOW_PACE };
    const ledger = new EntryLedger(turn);
    const results: Message[] = [];
    const progress = this.carried.begin();
    const run = this.#newRun(progress, ledger, (msg) => results.push(msg));
    try {
      const isInDoubt = ledger.isInDoubt;
      const warned = await run.carryOut(connection(), order);
      this.results = results.map((msg) => (isInDoubt ? recovered(msg) : msg));
      progress.succeeded(warned);
      return { type: 'done', result: encodeResults(this.results) };
    } catch (thrown) {
      const verdict = verdictOf(this.#meant(thrown, ledger), host.signal.aborted);
      if (verdict.type === 'later') progress.kept();
      else progress.failed(asJiraError(verdict.type === 'refused' ? verdict.error : thrown).code);
      return verdict;
    }
  }

  /** Says in words why the message ends, to the flow. */
  async fail(error: unknown, kept: KeptFacts | undefined): Promise<void> {
    const { end, logFault } = this.carried;
    const run = this.#run ?? this.#newRun(this.carried.begin(), NO_LEDGER, () => undefined);
    const failure = await run.failure(error);
    logFault(error);
    end(failure, kept ? withKept(run.msg, kept) : run.msg);
  }

  #newRun(progress: Progress, ledger: KeptRun['ledger'], send: (msg: Message) => void): MessageRun {
    const { host, msg, order } = this.carried;
    this.#run = new MessageRun(host, msg, send, progress, { order, ledger, retries: this.retries });
    return this.#run;
  }

  /** What can't be sent again may have been sent before: only then is a refusal of a look on the way no answer. */
  #meant(thrown: unknown, { isInDoubt }: EntryLedger): unknown {
    const error = asJiraError(thrown);
    const isPost = routesOf(this.carried.host.action).some((route) => methodOf(route) === 'POST');
    const isOfLook = error.code === 'JIRA_INPUT' || error.code === 'JIRA_AMBIGUOUS';
    if (!isInDoubt || !isPost || !isOfLook) return thrown;
    return new JiraError('JIRA_OUTCOME_UNKNOWN', 'outcome.interrupted', {}, { outcome: 'unknown' }, error);
  }
}

/** What was kept before a dry run is for Jira: it stays until the run is over. */
function isDryRun(connection: () => Connection): boolean {
  try {
    return connection().client.isDryRun;
  } catch {
    // The attempt says what is wrong with the site.
    return false;
  }
}

const NO_LEDGER = new EntryLedger({ note: undefined, takeNote: async () => undefined });

/** A message as it has come. Its end is told once, whichever comes first. */
export function liveCarrier(carried: Carried, done: () => void): LiveCarrier {
  const attempting = new Attempting(carried, LIVE_RETRIES);
  return {
    attempt: (turn) => attempting.attempt(turn),
    handOn: () => {
      for (const msg of attempting.results) carried.send(msg);
      done();
    },
    fail: (error) => attempting.fail(error, undefined),
    kept: done,
  };
}

/** A message as it was kept. */
export function revivedCarrier(carried: Carried, left: (msg: Message) => Message): Carrier {
  const attempting = new Attempting(carried, 0);
  return {
    attempt: (turn) => attempting.attempt(turn),
    handOn: (result, kept) => {
      for (const msg of decodeResults(result, carried.msg)) carried.send(left(kept ? withKept(msg, kept) : msg));
    },
    fail: (error, kept) => attempting.fail(error, kept),
  };
}

/** A message that the store has lost the contents of. */
export function lostCarrier(carried: Carried): Carrier {
  const lost = new JiraError('JIRA_KEPT_EXPIRED', 'kept.lost', {}, { outcome: 'unknown' });
  return {
    ...revivedCarrier(carried, (msg) => msg),
    attempt: async () => ({ type: 'refused', error: lost, reached: false }),
  };
}

function withKept(msg: Message, { since, ...kept }: KeptFacts): Message {
  const facts = { since: new Date(since).toISOString(), ...kept };
  return { ...msg, jira: { ...(isRecord(msg.jira) && msg.jira), kept: facts } };
}

/** What the message itself has done before is no duplicate of another one's. */
function recovered(msg: Message): Message {
  if (!isRecord(msg.jira) || msg.jira.duplicate !== true) return msg;
  const { duplicate: _duplicate, ...facts } = msg.jira;
  return { ...msg, jira: { ...facts, recovered: true } };
}
