import type { Deployment } from '../../nodes/client/http/request';
import { DEPLOYMENTS, type DemoForTests } from '../support/demo';
import type { FlowNode, Flows } from '../support/node-red';

/** An empty sheet for what is dragged onto it, and one for a flow that is built by hand. */
export const SHEET = 'sheet';
export const FIRST_FLOW = 'first-flow';
const FORMS = 'forms';

/** The inject node and the debug node of the empty sheet. */
export const START = 'start';
export const END = 'end';

/** A node whose issue Jira refuses, with nobody to catch that, and what starts it. */
export const FAILING = 'failing';
export const GO_FAILING = 'go-failing';

/** The sites of both deployments, and one of Cloud that nobody has asked anything before. */
export const SITES: Readonly<Record<Deployment, string>> = { cloud: 'site-cloud', datacenter: 'site-datacenter' };
export const NEW_SITE = 'new-site';
/** One that writes nothing. */
export const DRY_SITE = 'dry-site';
/** The sheet with what the sidebar tells of; its nodes have inject nodes before them. */
export const SIDEBAR = 'sidebar-flow';

/**
 * What stands in the editor when the tests begin. They change it in the editor alone, each of them nodes of its own, as a page
 * whose flows somebody else deploys has to be loaded anew.
 */
export function sheets(demo: DemoForTests): Flows {
  const site = (id: string, deployment: Deployment, more: object = {}): FlowNode => {
    const { siteUrl, credentials, properties } = demo.site(deployment);
    return { id, type: 'jira-site', name: `Demo (${id})`, siteUrl, credentials, ...properties, ...more };
  };
  const nodes: Flows = [
    ...[SHEET, FIRST_FLOW, FORMS, SIDEBAR].map((id) => ({ id, type: 'tab', label: id })),
    ...DEPLOYMENTS.map((deployment) => site(SITES[deployment], deployment)),
    site(NEW_SITE, 'cloud'),
    site(DRY_SITE, 'cloud', { dryRun: true }),
    { ...inject(START, SHEET, '{}', 'json'), x: 100, y: 40, wires: [[]] },
    { ...debug(END, SHEET, '$string(payload)'), x: 800, y: 40 },
    node('site-dialog', 'jira-project-list', ''),
    ...suggestedNodes(),
    ...DEPLOYMENTS.flatMap(formNodes),
    ...eventNodes(),
    ...failingNodes(),
    ...sidebarNodes(),
  ];
  return nodes.map((each) => ('z' in each ? { x: 100, y: 40, ...each } : each));
}

/** The editor asks at each deploy whether nodes that lack something are meant so: those are switched off, here one without a site. */
function node(id: string, type: string, site: string, properties: object = {}): FlowNode {
  return { id, type, z: FORMS, site, wires: [[]], ...(site === '' ? { d: true } : {}), ...properties };
}

function inject(id: string, z: string, payload: string, payloadType: string): FlowNode {
  return {
    id,
    z,
    type: 'inject',
    props: [{ p: 'payload' }],
    payload,
    payloadType,
    repeat: '',
    crontab: '',
    once: false,
  };
}

/** Shows what a JSONata expression makes of a message, and which operation it comes from. */
function debug(id: string, z: string, expression: string): FlowNode {
  const complete = `jira.operation & ": " & ${expression}`;
  return { id, z, type: 'debug', active: true, tosidebar: true, complete, targetType: 'jsonata', wires: [] };
}

function suggestedNodes(): FlowNode[] {
  const { cloud } = SITES;
  return [
    node('pick', 'jira-issue-create', cloud),
    node('typed', 'jira-issue-create', cloud),
    node('assign', 'jira-issue-assign', cloud, { issueIdOrKey: 'OPS-1', issueIdOrKeyType: 'str' }),
    node('search', 'jira-issue-search', cloud, { jql: '', jqlType: 'str', d: true }),
    node('unlucky', 'jira-issue-create', NEW_SITE),
    node('homeless', 'jira-project-get', ''),
    node('unsaved', 'jira-project-get', ''),
  ];
}

function failingNodes(): FlowNode[] {
  const refused = JSON.stringify({ summary: 'Pump', fields: { duedate: 'when it rains' } });
  const bug = { project: 'OPS', projectType: 'str', issueType: 'Bug', issueTypeType: 'str' };
  return [
    { ...inject(GO_FAILING, FORMS, refused, 'json'), wires: [[FAILING]] },
    node(FAILING, 'jira-issue-create', SITES.cloud, bug),
  ];
}

/** Fields that a flow has already: by name, as an id, and one that the form has no control for. */
export const KNOWN_FIELDS = { 'Story Points': 3, customfield_10031: { id: '10100' }, customfield_10099: [1] };

const TYPED_PAYLOAD = '{"summary": "Typed pump", "points": 5, "serial": "4712"}';

function formNodes(deployment: Deployment): FlowNode[] {
  const site = SITES[deployment];
  const bug = { project: 'OPS', projectType: 'str', issueType: 'Bug', issueTypeType: 'str' };
  const create = (name: string, properties: object = {}) =>
    node(`${name}-${deployment}`, 'jira-issue-create', site, { ...bug, ...properties });
  return [
    { ...inject(`go-${deployment}`, FORMS, 'Pump', 'str'), wires: [[`fill-${deployment}`]] },
    create('fill', { wires: [[`made-${deployment}`]] }),
    debug(`made-${deployment}`, FORMS, 'payload.key'),
    create('known', { fields: JSON.stringify(KNOWN_FIELDS), fieldsType: 'json' }),
    create('follow'),
    {
      ...inject(`go-typed-${deployment}`, FORMS, TYPED_PAYLOAD, 'json'),
      props: [{ p: 'payload' }, { p: 'due', v: '2026-12-24', vt: 'str' }],
      wires: [[`typed-${deployment}`]],
    },
    create('typed', { extraFields: 'ignore', wires: [[`made-${deployment}`]] }),
    { ...inject(`go-write-${deployment}`, FORMS, '{"name": "<a>"}', 'json'), wires: [[`write-${deployment}`]] },
    create('write', {
      ...{ description: 'Pump 4\noverheats', descriptionType: 'str' },
      wires: [[`made-${deployment}`]],
    }),
    create('message'),
    create('says', { labels: '', labelsType: 'str' }),
    node(`update-${deployment}`, 'jira-issue-update', site),
  ];
}

const WHOLE_EVENT = {
  ...{ name: '', jql: '', fields: '', ignoreOwn: false, via: 'poll', registration: 'manual', batch: false },
  richText: 'native',
};

function eventNodes(): FlowNode[] {
  const event = (id: string, properties: object = {}) => node(id, 'jira-event', SITES.cloud, properties);
  // Those that listen would ask Jira while other tests count calls, and a wrong one would keep them from deploying.
  const silent = (id: string, properties: object = {}) => event(id, { ...properties, d: true });
  return [
    silent('event', { events: 'issue.created', jql: 'project = OPS' }),
    silent('event-bare'),
    silent('event-list', { ...WHOLE_EVENT, events: ['issue.created', 'comment.added'], since: '-7d', every: 30 }),
    silent('event-ticks', { events: 'issue.created' }),
    event('event-webhook', { via: 'webhook', events: 'issue.created' }),
    silent('event-wrong'),
  ];
}

function sidebarNodes(): FlowNode[] {
  const { cloud } = SITES;
  let rows = 0;
  const pair = (name: string, type: string, site: string, properties: object = {}) => {
    const y = 40 + 80 * rows++;
    return [
      { ...inject(`${name}-go`, SIDEBAR, '{}', 'json'), y, wires: [[name]] },
      { id: name, type, z: SIDEBAR, site, x: 300, y, wires: [[]], ...properties },
    ];
  };
  return [
    ...pair('sidebar-get', 'jira-issue-get', cloud),
    ...pair('sidebar-comment', 'jira-comment-add', cloud, { whenAway: 'keep' }),
    ...pair('sidebar-dry', 'jira-comment-add', DRY_SITE),
    { id: 'sidebar-catch', type: 'catch', z: SIDEBAR, x: 100, y: 300, scope: null, wires: [[]] },
  ];
}
