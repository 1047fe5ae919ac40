import { eventForm } from './event-form';
import { indented } from './html';
import { CATEGORY, COLOUR } from './node-html';

/** What reading events asks of a sign-in on Cloud; who the account is, too, for what it does itself. */
const SCOPES = 'read:jira-work read:jira-user';

/**
 * What the editor loads of `jira-event`: its definition, as literal text, and its form.
 * @param source the files it is made from, for the first line
 */
export function eventHtml(source: string): string {
  return `<!-- Generated from ${source}. Changes made here are lost. -->
<script type="text/javascript">
  RED.nodes.registerType('jira-event', {
    category: '${CATEGORY}',
    color: '${COLOUR}',
    icon: 'jira-event.svg',
    inputs: 0,
    outputs: 1,
    jiraScopes: '${SCOPES}',
    defaults: {
      name: { value: '' },
      site: { value: '', type: 'jira-site', required: true, label: jiraFlows.word('form.site') },
      events: { value: 'issue.created', validate: jiraFlows.validEvents },
      jql: { value: '' },
      fields: { value: '' },
      ignoreOwn: { value: false },
      via: { value: 'poll' },
      every: { value: '', validate: jiraFlows.validEvery },
      since: { value: 'now', validate: jiraFlows.validSince },
      registration: { value: 'manual' },
      batch: { value: false },
      richText: { value: 'native' },
    },
    credentials: {
      secret: { type: 'password' },
    },
    paletteLabel: function () {
      return this._('label');
    },
    label: function () {
      return jiraFlows.eventLabel(this);
    },
    outputLabels: function () {
      return jiraFlows.eventPort(this);
    },
    labelStyle: function () {
      return this.name ? 'node_label_italic' : '';
    },
    oneditprepare: function () {
      jiraFlows.prepareEvents(this);
    },
  });
</script>
<script type="text/html" data-template-name="jira-event">
${indented(eventForm(), 2)}
</script>
`;
}
