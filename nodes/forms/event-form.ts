import { REGISTRATIONS, RULES, VIAS } from '../event-node/property-values';
import { EVENT_TYPES, type EventType, isWebhookOnly } from '../events/event';
import { RICH_TEXT_FORMS } from '../jira/text-format';
import { wordsKey } from './catalogs';
import { firstRows, flagRow, labelledRow, optionRow, row, selectField, selectRow, wholeForm } from './form';
import { indented } from './html';

/** What an event happens to, as the form groups them; a version belongs to planning, as a sprint does. */
const GROUPS = ['issue', 'comment', 'worklog', 'attachment', 'link', 'sprint'] as const;
const IN_GROUP: Readonly<Record<string, string>> = { version: 'sprint' };

/** The rows of the form of `jira-event`. */
export function eventForm(): string {
  const jql = `<input type="text" id="node-input-jql" data-jira-fixed="text" data-jira-suggests="jql">`;
  const fields = `<input type="text" id="node-input-fields" data-jira-fixed="list" data-jira-suggests="field">`;
  const shown = [
    ...firstRows(),
    ticks(),
    row('jql', 'filter', label('jql'), jql),
    withNote('via', choice('via', 'exchange', VIAS)),
    whenVia(['poll', 'both'], [textRow('every', 'clock-o')]),
    whenVia(['webhook', 'both'], webhookRows()),
    tryRow(),
  ];
  const folded = [
    row('fields', 'list', label('fields'), fields),
    flagRow('ignoreOwn', 'user-times', label('ignoreOwn')),
    textRow('since', 'history', 'now'),
    flagRow('batch', 'files-o', label('batch')),
    optionRow('richText', 'paragraph', RICH_TEXT_FORMS),
  ];
  return wholeForm(shown, folded, { summary: 'form.more' });
}

function label(property: string): string {
  return wordsKey(property, 'label');
}

function textRow(property: string, icon: string, placeholder = ''): string {
  const field = `<input type="text" id="node-input-${property}" placeholder="${placeholder}">`;
  return row(property, icon, label(property), field);
}

function choice(property: string, icon: string, words: readonly string[]): string {
  const options = words.map((word) => [word, `form.${property}.${word}`] as const);
  return selectRow(property, icon, label(property), options);
}

/** A choice whose options want a sentence each. */
function withNote(property: string, rowOf: string): string {
  const note = `  <div class="jira-note" role="status" data-jira-note="${property}"></div>\n</div>`;
  return rowOf.replace(/<\/div>$/, note);
}

function whenVia(vias: readonly (typeof VIAS)[number][], rows: readonly string[]): string {
  return `<div data-jira-via="${vias.join(' ')}">\n${indented(rows.join('\n'), 2)}\n</div>`;
}

/** The property is names with commas between; what people see of it are ticks. */
function ticks(): string {
  const types = Object.keys(EVENT_TYPES) as EventType[];
  const groups = GROUPS.map((group) =>
    tickGroup(
      group,
      types.filter((type) => groupOf(type) === group),
    ),
  );
  return `<fieldset class="jira-ticks">
  <legend><i class="fa fa-bell-o"></i> <span data-i18n="${label('events')}"></span></legend>
  <input type="hidden" id="node-input-events">
${indented(groups.join('\n'), 2)}
</fieldset>`;
}

function groupOf(type: EventType): string {
  const [subject = ''] = type.split('.');
  return IN_GROUP[subject] ?? subject;
}

function tickGroup(group: string, types: readonly EventType[]): string {
  const id = `jira-events-${group}`;
  return `<div role="group" aria-labelledby="${id}">
  <span id="${id}" data-i18n="group.${group}"></span>
${indented(types.map(tick).join('\n'), 2)}
</div>`;
}

function tick(type: EventType): string {
  const mark = isWebhookOnly(type) ? ' <small data-i18n="form.webhookOnly"></small>' : '';
  const only = isWebhookOnly(type) ? ' data-jira-webhook-only' : '';
  return `<label><input type="checkbox" data-jira-event="${type}"${only}> <span data-i18n="event.${type}"></span>${mark}</label>`;
}

function webhookRows(): string[] {
  return [
    withNote('registration', choice('registration', 'handshake-o', REGISTRATIONS)),
    labelledRow(
      'jira-event-address',
      'globe',
      'form.address',
      copied('<input type="text" id="jira-event-address" readonly>', 'address'),
    ),
    labelledRow('node-input-secret', 'key', label('secret'), secret()),
    `<div data-jira-registration="manual">\n${indented(ruleRows().join('\n'), 2)}\n</div>`,
    `<p class="jira-note" id="jira-event-heard" role="status"></p>`,
  ];
}

function secret(): string {
  const field = '<input type="password" id="node-input-secret" autocomplete="new-password">';
  return `${copied(field, 'secret header', button('make', 'refresh'))}
<div class="jira-note" role="status" data-jira-note="secret"></div>`;
}

/** What somebody pastes into an automation rule, which any administrator of a project may make. */
function ruleRows(): string[] {
  const options = RULES.map((rule) => [rule, `form.rule.${rule}`] as const);
  const body = '<textarea id="jira-event-body" rows="5" readonly spellcheck="false"></textarea>';
  return [
    labelledRow(
      'jira-event-rule',
      'magic',
      'form.rule.label',
      `${selectField('jira-event-rule', options)}\n${note('form.rule.how')}`,
    ),
    labelledRow('jira-event-body', 'code', 'form.body', `${copied(body, 'body')}\n${note('form.ports')}`),
  ];
}

function note(key: string): string {
  return `<div class="jira-note" data-i18n="${key}"></div>`;
}

/** @param what may be copied of it, with spaces between */
function copied(field: string, what: string, more = ''): string {
  const buttons = what.split(' ').map((one) => button(`copy.${one}`, 'clipboard', ` data-jira-copies="${one}"`));
  return `<div class="jira-button-row">\n${indented([field, more, ...buttons].filter(Boolean).join('\n'), 2)}\n</div>`;
}

function button(key: string, icon: string, attributes = ` id="jira-event-${key}"`): string {
  return `<button type="button" class="red-ui-button"${attributes}><i class="fa fa-${icon}" aria-hidden="true"></i> <span data-i18n="form.${key}"></span></button>`;
}

function tryRow(): string {
  const result = '<span id="jira-event-recent-result" role="status"></span>';
  const field = `<div class="jira-button-row">\n  ${button('recent.button', 'eye', ' id="jira-event-recent"')}\n  ${result}\n</div>`;
  return `<div class="form-row">\n  <label><i class="fa fa-bug"></i> <span data-i18n="form.recent.label"></span></label>\n${indented(field, 2)}\n</div>`;
}
