import { type AdfNode, append, InlineContent } from './adf';

const TASK = /^\[([ xX])\](?:[ \u00a0]+|$)/;

/** Turns Markdown lists whose items all begin with `[ ]` or `[x]` into ADF task lists. One per document: ADF wants ids that are unique in it. */
export class TaskLists {
  #ids = 0;

  /** The list items as a task list, or undefined if they are not all tasks of text and of further tasks: ADF's tasks hold no other blocks. */
  recognise(items: readonly AdfNode[]): AdfNode | undefined {
    const content: AdfNode[] = [];
    for (const item of items) {
      const task = this.#task(item);
      if (!task) return undefined;
      append(content, task);
    }
    return { type: 'taskList', attrs: { localId: this.#nextId() }, content };
  }

  #task(item: AdfNode): AdfNode[] | undefined {
    const [paragraph, ...rest] = item.content ?? [];
    const [first, ...others] = paragraph?.content ?? [];
    const marker = first?.marks === undefined ? TASK.exec(first?.text ?? '') : null;
    if (paragraph?.type !== 'paragraph' || !marker || rest.some((block) => block.type !== 'taskList')) {
      return undefined;
    }
    const content = new InlineContent();
    content.text((first?.text ?? '').slice(marker[0].length));
    for (const node of others) {
      content.add(node);
    }
    const state = marker[1] === ' ' ? 'TODO' : 'DONE';
    return [{ type: 'taskItem', attrs: { localId: this.#nextId(), state }, content: content.nodes }, ...rest];
  }

  #nextId(): string {
    this.#ids += 1;
    return `task-${this.#ids}`;
  }
}
