import type { Node, NodeStatus } from 'node-red';

/** The line under a node: told only when it changes, and no more once the node is closed. */
export class StatusLine {
  #shown = '';
  #closed = false;

  constructor(private readonly node: Pick<Node, 'status'>) {}

  show(status: NodeStatus): void {
    const key = JSON.stringify(status);
    if (key === this.#shown || this.#closed) return;
    this.#shown = key;
    try {
      this.node.status(status);
    } catch {
      // A line that can't be shown must not keep a message from its end.
    }
  }

  /** A node that takes this one's place has the same id, and a line of its own. */
  close(): void {
    this.show({});
    this.#closed = true;
  }
}
