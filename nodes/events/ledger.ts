import { Exclusive } from '../client/exclusive';
import type { StoreChange } from '../store/store';
import { decide, type Findings, type Reader } from './decide';
import type { ListeningNode } from './listening-node';
import { type IssueJournal, type NodeProgress, type SiteState, SOME } from './state/site-state';

/**
 * What was told to whom. Whatever is found, by a round or by a webhook, goes through here, and what is decided is stored in one
 * write: the queues of the nodes and what is known of the issue.
 */
export class Ledger {
  readonly #turns = new Exclusive();
  #forgottenUntil: number | undefined;

  constructor(private readonly state: SiteState) {}

  /** Before this moment nothing is known, and nothing is told. */
  async forgottenUntil(): Promise<number> {
    this.#forgottenUntil ??= await this.state.forgottenUntil();
    return this.#forgottenUntil;
  }

  /**
   * Decides for these nodes who hears of what was found, and stores it.
   * @param myself the id of the site's own account
   * @param more what is to be stored in the same write
   * @throws StoreError nothing was decided then
   */
  take(
    findings: readonly Findings[],
    nodes: readonly ListeningNode[],
    myself: string | undefined,
    more: readonly StoreChange[] = [],
  ): Promise<void> {
    return this.#turns.run(() => this.#take(findings, nodes, myself, more));
  }

  /** Stores how far nodes have come, all in one write, where it says anything. @throws StoreError */
  advance(steps: readonly (readonly [ListeningNode, Partial<NodeProgress> | undefined])[]): Promise<void> {
    return this.#turns.run(async () => {
      const moved = steps.flatMap(([node, step]): [ListeningNode, NodeProgress][] =>
        step && node.isActive ? [[node, { ...NOWHERE, ...node.progress, ...step }]] : [],
      );
      await this.state.write(moved.map(([node, progress]) => this.state.putProgress(node.id, progress)));
      for (const [node, progress] of moved) node.cameTo(progress);
    });
  }

  /** Resolves once nothing is being decided. */
  settled(): Promise<void> {
    return this.#turns.run(async () => {});
  }

  async #take(
    findings: readonly Findings[],
    nodes: readonly ListeningNode[],
    myself: string | undefined,
    more: readonly StoreChange[],
  ): Promise<void> {
    const forgotten = await this.forgottenUntil();
    const active = nodes.filter(({ isActive, progress }) => isActive && progress);
    // What nobody hears of is not decided, and what it came from must stay.
    if (active.length === 0) return;
    const readers = active.flatMap(({ subscription, progress }): Reader[] =>
      progress ? [{ subscription, progress }] : [],
    );
    const journals = new Map<string, IssueJournal>();
    const changes: StoreChange[] = [...more];
    const added = new Map<ListeningNode, number>();
    for (const one of findings) {
      const known = journals.get(one.subject) ?? (await this.state.journal(one.subject));
      const { journal, queued } = decide(known, one, readers, forgotten, myself);
      journals.set(one.subject, journal);
      for (const node of active) {
        const records = queued.get(node.id) ?? [];
        for (const record of records) changes.push(this.state.putQueued(node.id, node.takeNumber(), record));
        if (records.length > 0) added.set(node, (added.get(node) ?? 0) + records.length);
      }
    }
    for (const [subject, journal] of journals) changes.push(this.state.putJournal(subject, journal));
    for (const node of added.keys()) {
      if (node.progress) changes.push(this.state.putProgress(node.id, node.progress));
    }
    await this.state.write(changes);
    for (const [node, count] of added) node.queue.added(count);
  }

  /**
   * Forgets what is older than a moment: nothing from before it is told any more.
   * @throws StoreError
   */
  forget(until: number): Promise<void> {
    return this.#turns.run(async () => {
      if (until <= (await this.forgottenUntil())) return;
      await this.state.write([this.state.putForgottenUntil(until)]);
      this.#forgottenUntil = until;
      await this.#sweep(this.#oldJournals(until));
      await this.#sweep(this.#oldWorklogs(until));
    });
  }

  async #sweep(found: AsyncGenerator<StoreChange>): Promise<void> {
    let changes: StoreChange[] = [];
    for await (const change of found) {
      changes.push(change);
      if (changes.length < SOME) continue;
      await this.state.write(changes);
      changes = [];
    }
    await this.state.write(changes);
  }

  async *#oldJournals(until: number): AsyncGenerator<StoreChange> {
    for await (const [subject, journal] of this.state.journals()) {
      const times = [
        ...Object.values(journal.seen),
        ...Object.values(journal.passed),
        ...Object.values(journal.events).map(([at]) => at),
      ];
      if (times.every((time) => time < until)) yield this.state.deleteJournal(subject);
    }
  }

  async *#oldWorklogs(until: number): AsyncGenerator<StoreChange> {
    for await (const [worklogId, { at }] of this.state.worklogs()) {
      if (at < until) yield this.state.deleteWorklog(worklogId);
    }
  }
}

const NOWHERE: NodeProgress = { position: 0, feeds: { updated: 0, deleted: 0 }, starts: {}, next: 0, polls: true };
