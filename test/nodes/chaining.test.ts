import assert from 'node:assert/strict';
import type { Exchange } from '../../demo/index';
import type { Deployment } from '../../nodes/client/http/request';
import { type Action, isDeleting, isReading } from '../../nodes/definition';
import {
  identitiesIn,
  isRecordKindName,
  partsOf,
  RECORD_KINDS,
  type RecordKindName,
  recordKind,
} from '../../nodes/jira/record-kinds';
import type { Cases } from '../actions/define-cases';
import { CASES, casesOf, inputsOf, payloadOn } from '../support/cases';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess } from '../support/nodes';

type Properties = Readonly<Record<string, unknown>>;

/** The kinds whose records say by their `self` what they are. */
const KINDS = Object.keys(RECORD_KINDS)
  .filter(isRecordKindName)
  .filter((kind) => recordKind(kind).self !== undefined);

const ACTIONS = [...CASES.keys()];

/** The node that reads one record of a kind whose records name themselves: what it returns is what any of them looks like. */
const reader = (kind: RecordKindName | undefined): Action | undefined =>
  kind !== undefined && KINDS.includes(kind)
    ? ACTIONS.find((action) => action.record === kind && action.returns === 'one' && isReading(action))
    : undefined;

/** Each node that returns or echoes a part of something (a comment), before each that deletes such a whole (an issue). */
const PARTS_BEFORE_DELETIONS: readonly (readonly [Action, Action])[] = ACTIONS.filter(isDeleting).flatMap((action) => {
  const parts: readonly (string | undefined)[] = action.record === undefined ? [] : partsOf(action.record);
  const before = ACTIONS.filter(({ record, returns }) => returns !== 'many' && parts.includes(record));
  return before.map((one) => [one, action] as const);
});

/** The inputs of a node that a record of a kind fills. */
function filledBy(action: Action, kind: RecordKindName): readonly string[] {
  if (isDeleting(action) && action.record !== kind) return [];
  const identities = identitiesIn(kind);
  return Object.entries(action.inputs).flatMap(([name, { identity }]) =>
    identity !== undefined && identities.includes(identity) ? [name] : [],
  );
}

/** Required inputs that a record of a kind leaves open, of those that name a thing. */
function leftOpen(action: Action, kind: RecordKindName): readonly string[] {
  const filled = filledBy(action, kind);
  return Object.entries(action.inputs).flatMap(([name, { required, identity, orInFields }]) =>
    required && identity !== undefined && orInFields === undefined && !filled.includes(name) ? [name] : [],
  );
}

/** Inputs as the properties of a node in which somebody has filled them in. */
function filledIn(values: Properties): Properties {
  const properties = Object.entries(values).flatMap(([name, value]) => [
    [name, typeof value === 'string' ? value : JSON.stringify(value)],
    [`${name}Type`, typeof value === 'string' ? 'str' : 'json'],
  ]);
  return Object.fromEntries(properties);
}

const without = (values: Properties, names: readonly string[]): Properties =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));

const isWrite = ({ method, path }: Exchange): boolean =>
  method !== 'GET' && !/\/(search(\/(jql|approximate-count))?|comment\/list)$/.test(path);

/** The node's everyday inputs on a deployment. */
function everyday(deployment: Deployment, action: Action, cases: Cases): Properties {
  const values = inputsOf(action, payloadOn(deployment, cases));
  return without(values, deployment === 'cloud' ? ['username'] : ['accountId']);
}

/** What the reader of a kind reads for a node: the thing of the node's own everyday message, if that names it. */
function readFor(deployment: Deployment, kind: RecordKindName, values: Properties): Properties {
  const node = reader(kind);
  assert.ok(node, `no node reads one ${kind}`);
  const own = everyday(deployment, node, casesOf(node.type));
  const naming = Object.keys(own).filter((name) => node.inputs[name]?.identity !== undefined);
  if (!naming.every((name) => name in values)) return own;
  return { ...own, ...Object.fromEntries(naming.map((name) => [name, values[name]])) };
}

/** Whether a node works on several things at once, which no node that reads one takes. */
function isOfSeveral({ inputs }: Action): boolean {
  return Object.values(inputs).some(({ kind, identity }) => kind === 'references' && identity !== undefined);
}

/** The body that the node writes by its cases, unless what the record names goes into it. */
function bodyOfWrite(deployment: Deployment, action: Action, kind: RecordKindName, cases: Cases): unknown {
  const own = identitiesIn(action.record ?? kind);
  const isNamed = filledBy(action, kind).every((name) => own.some((one) => one === action.inputs[name]?.identity));
  if (!isNamed || isReading(action) || isOfSeveral(action)) return undefined;
  return cases.calls[deployment].findLast(([call]) => !call.startsWith('GET'))?.[1];
}

describe('a node after another one', () => {
  nodeRedInProcess();
  const demo = demoJira();
  const writes = (): readonly Exchange[] => demo.requests().filter(isWrite);

  for (const deployment of DEPLOYMENTS) {
    for (const kind of KINDS.filter(reader)) {
      for (const [action, cases] of CASES) takesFrom(deployment, kind, action, cases);
    }
    for (const [action, cases] of CASES) {
      const isOne = action.returns !== 'many' && action.returns !== 'rows';
      const next = isOne ? reader(action.record) : undefined;
      if (next === undefined || isOfSeveral(action)) continue;

      it(`${action.type} → ${next.type} on ${deployment}: what the first returns, the second finds`, async () => {
        const flow = await flowOf(demo.site(deployment), { type: action.type, ...cases.node }, { type: next.type });
        const outcome = await flow.send({ payload: payloadOn(deployment, cases) });
        const end = outcome.error?.code ?? 'found';
        const expected = isDeleting(action) ? /^JIRA_(NOT_FOUND|INVALID)$/ : /^found$/;
        assert.match(end, expected, outcome.error?.message ?? 'found, though it was deleted');
      });
    }

    for (const [before, action] of PARTS_BEFORE_DELETIONS) {
      it(`${before.type} → ${action.type} on ${deployment}: a part never leads to the deletion of what it belongs to`, async () => {
        const cases = casesOf(before.type);
        const flow = await flowOf(demo.site(deployment), { type: before.type, ...cases.node }, { type: action.type });
        const outcome = await flow.send({ payload: payloadOn(deployment, cases) });
        assert.equal(outcome.error?.code, 'JIRA_INPUT', outcome.error?.message ?? 'deleted it');
        assert.equal(writes().length, isReading(before) ? 0 : 1);
      });
    }
  }

  /** What a node does with a record of a kind from the node before it. */
  function takesFrom(deployment: Deployment, kind: RecordKindName, action: Action, cases: Cases): void {
    const filled = filledBy(action, kind);
    const open = leftOpen(action, kind);
    const chain = (values: Properties) =>
      flowOf(
        demo.site(deployment),
        { type: reader(kind)?.type },
        { type: action.type, ...cases.node, ...filledIn(without(values, [...filled, ...open])) },
      );

    const works = async () => {
      const values = everyday(deployment, action, cases);
      const first = readFor(deployment, kind, values);
      const outcome = await (await chain(values)).send({ payload: first });
      assert.equal(outcome.error, undefined, outcome.error?.message);
      assertSameThing(deployment, outcome.jira?.input, first, filled);
      const body = bodyOfWrite(deployment, action, kind, cases);
      if (body !== undefined) assert.deepEqual(writes().at(-1)?.requestBody, body);
    };
    const saysWhatIsMissing = async () => {
      const flow = await chain(everyday(deployment, action, cases));
      const outcome = await flow.send({ payload: readFor(deployment, kind, {}) });
      assert.equal(outcome.error?.code, 'JIRA_INPUT', outcome.error?.message ?? 'worked, but should not have');
      assert.deepEqual(writes(), []);
    };

    const title = `${kind} → ${action.type} on ${deployment}`;
    if (open.length > 0) it(`${title}: says what is missing, and changes nothing`, saysWhatIsMissing);
    else if (filled.length > 0) it(`${title}: works on that ${kind}, and takes nothing else from it`, works);
  }

  /** The second node's inputs name what the first one read. A comment names its issue by the id inside its address. */
  function assertSameThing(deployment: Deployment, input: unknown, first: Properties, filled: readonly string[]): void {
    const values: Properties = typeof input === 'object' && input !== null ? { ...input } : {};
    for (const name of filled.filter((one) => values[one] !== undefined && first[one] !== undefined)) {
      const known = [String(first[name]), ...idsOf(deployment, String(first[name]))];
      assert.ok(known.includes(String(values[name])), `${name} is ${values[name]}, which is none of ${known}`);
    }
  }

  function idsOf(deployment: Deployment, key: string): readonly string[] {
    const { issues, projects } = demo.jira[deployment];
    const [projectKey, number] = key.split('-');
    const project = projects.find((one) => one.key === projectKey);
    return [...issues.values()]
      .filter((one) => one.projectId === project?.id && one.number === Number(number))
      .map(({ id }) => id);
  }
});
