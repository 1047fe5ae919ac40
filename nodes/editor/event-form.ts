import { USUAL_ROUND_S, type VIAS } from '../event-node/property-values';
import { eventsIn } from './event-names';
import { prepareRecent } from './event-recent';
import { prepareWebhook } from './event-webhook';
import type { EditedNode } from './node-red';
import { prepare } from './prepare';

/** Makes the form of a node ready that waits for events: the ticks, and what depends on the way they come. */
export function prepareEvents(node: EditedNode): void {
  // The property may be missing in a flow written by hand: then it stands at its default.
  if (node.events === undefined) $('#node-input-events').val('issue.created');
  prepare(node);
  prepareTicks();
  const via = $('#node-input-via');
  const showVia = () => {
    const chosen = asVia(via.val());
    $('[data-jira-note="via"]').text(node._(`form.viaHelp.${chosen}`));
    $('[data-jira-via]').each((_index, part) => {
      $(part).toggle((part.dataset.jiraVia ?? '').split(' ').includes(chosen));
    });
    $('#node-input-every').attr('placeholder', String(USUAL_ROUND_S[chosen]));
    // What Jira tells in webhooks alone can't be asked for. Its tick stays to be seen: another way may be chosen again.
    ticks()
      .filter('[data-jira-webhook-only]')
      .prop('disabled', chosen === 'poll');
  };
  via.on('change', () => {
    showVia();
    writeTicks();
  });
  showVia();
  prepareWebhook(node);
  prepareRecent(node);
}

function asVia(value: unknown): (typeof VIAS)[number] {
  return value === 'webhook' || value === 'both' ? value : 'poll';
}

/** The ticks show the property, and write it. */
function prepareTicks(): void {
  const property = $('#node-input-events');
  const chosen: readonly string[] = eventsIn(property.val());
  ticks().each((_index, tick) => {
    $(tick).prop('checked', chosen.includes(tick.dataset.jiraEvent ?? ''));
  });
  ticks().on('change', writeTicks);
}

function writeTicks(): void {
  const types = ticks()
    .filter(':checked:enabled')
    .map((_index, tick) => tick.dataset.jiraEvent)
    .get();
  const property = $('#node-input-events');
  if (eventsIn(property.val()).join() !== types.join()) property.val(types.join(','));
  property.trigger('change');
}

function ticks(): JQuery {
  return $('.jira-ticks [data-jira-event]');
}
