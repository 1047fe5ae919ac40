import type { EditedNode } from './node-red';

/** Pixels. */
const WIDEST = 350;
/** Milliseconds, as those of Node-RED's own tooltips. */
const DELAY = { show: 750, hide: 50 };

/**
 * Has each label of the open form tell what the node's help says of its input: under the mouse, and to whoever hears the page.
 * Some of these words are Jira's own, and nobody knows them who has not read the documents of its API.
 */
export function explainLabels({ type }: EditedNode): void {
  const help = $('<div>').html(RED.nodes.getNodeHelp(String(type)));
  help.find('dt').each((_index, term) => {
    const name = term.firstChild?.textContent?.trim() ?? '';
    const target = $(`.jira-form label[for="node-input-${name}"]`);
    const content = $(term).next('dd').text();
    if (target.length === 0) return;
    RED.popover.create({
      target,
      content,
      trigger: 'hover',
      tooltip: true,
      size: 'small',
      maxWidth: WIDEST,
      delay: DELAY,
    });
    target.nextAll('.red-ui-typedInput-container').attr('aria-description', content);
  });
}
