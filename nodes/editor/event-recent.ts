import { chosenSite } from './chosen-site';
import { eventName, eventsIn } from './event-names';
import type { EditedNode } from './node-red';
import { asProblem, send, sentence } from './request';
import { shared } from './words';

/** What of the form says which events there are, and how they look. */
const TEXTS = ['name', 'events', 'jql', 'fields', 'via', 'every', 'since', 'richText'] as const;
const FLAGS = ['ignoreOwn', 'batch'] as const;

interface Shown {
  readonly type: string;
  readonly issueIdOrKey?: string;
}

/** The button that shows the newest events in the debug sidebar, as the form stands, deployed or not. */
export function prepareRecent(node: EditedNode): void {
  const button = $('#jira-event-recent');
  const result = $('#jira-event-recent-result');
  button.on('click', () => {
    const site = chosenSite();
    if (!site) {
      result.text(shared('form.lookup.noSite'));
      return;
    }
    button.prop('disabled', true);
    result.text(shared('form.lookup.searching'));
    const body = { node: node.id, site: site.unsaved, z: node.z, properties: formProperties() };
    send<{ events: readonly Shown[] }>(`jira/sites/${encodeURIComponent(site.id)}/events`, body)
      .then(({ events }) => result.text(summary(node, events)))
      .catch((problem: unknown) => result.text(sentence(asProblem(problem))))
      .finally(() => button.prop('disabled', false));
  });
}

function formProperties(): object {
  const field = (name: string) => $(`#node-input-${name}`);
  return Object.fromEntries([
    ...TEXTS.map((name) => [name, String(field(name).val() ?? '')]),
    ...FLAGS.map((name) => [name, field(name).prop('checked') === true]),
  ]);
}

function summary(node: EditedNode, events: readonly Shown[]): string {
  if (events.length === 0) return node._('form.recent.none');
  const named = events.map(({ type, issueIdOrKey = '' }) => {
    const [known] = eventsIn(type);
    return `${issueIdOrKey} ${known === undefined ? type : eventName(node, known)}`.trim();
  });
  return `${node._('form.recent.shown')} ${named.join(' · ')}`;
}
