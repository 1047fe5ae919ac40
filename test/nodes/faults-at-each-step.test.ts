import assert from 'node:assert/strict';
import type { Node } from 'node-red';
import { JiraError } from '../../nodes/client/errors/jira-error';
import { demoJira } from '../support/demo';
import { type Flow, flowOf, nodeRedInProcess, type Outcome } from '../support/nodes';

const fails = () => {
  throw new TypeError('broken on purpose');
};
const failsOnce = <T extends object>(object: T, name: keyof T): void => {
  const original = object[name];
  Object.assign(object, {
    [name]: () => {
      Object.assign(object, { [name]: original });
      fails();
    },
  });
};
const withConnection = (flow: Flow, connection: () => unknown): void => {
  Object.assign(flow.node('site'), { connection });
};
/** What of Node-RED has no public type. */
type Internals = Node & { _complete: () => void };
const internals = (flow: Flow) => flow.node('n1') as Internals;

interface Fault {
  readonly breaks: (flow: Flow) => void;
  /** How the message ends. */
  readonly ends: 'output' | 'catch';
  /** Whether the issue has been made. */
  readonly made: boolean;
  readonly code?: string;
}

const FAULTS: Readonly<Record<string, Fault>> = {
  'showing the status': {
    breaks: (flow) => Object.assign(flow.node('n1'), { status: fails }),
    ends: 'output',
    made: true,
  },
  'finding the site': { breaks: (flow) => withConnection(flow, fails), ends: 'catch', made: false },
  'finding the site, which has no client': {
    breaks: (flow) => withConnection(flow, () => ({})),
    ends: 'catch',
    made: false,
  },
  'finding the site, which throws nothing': {
    breaks: (flow) =>
      withConnection(flow, () => {
        throw undefined;
      }),
    ends: 'catch',
    made: false,
  },
  'finding the site, which throws what fights back': {
    breaks: (flow) =>
      withConnection(flow, () => {
        throw new Proxy({}, { getPrototypeOf: fails, get: fails });
      }),
    ends: 'catch',
    made: false,
  },
  'telling the error': {
    breaks: (flow) =>
      withConnection(flow, () => {
        throw Object.defineProperty(new JiraError('JIRA_INPUT', 'input.nothingToChange'), 'values', { get: fails });
      }),
    ends: 'catch',
    made: false,
    code: 'JIRA_INPUT',
  },
  'sending the result': {
    breaks: (flow) => Object.assign(flow.node('n1'), { send: fails }),
    ends: 'catch',
    made: true,
  },
  'telling Node-RED that it is done': {
    breaks: (flow) => Object.assign(internals(flow), { _complete: fails }),
    ends: 'output',
    made: true,
  },
  'telling Node-RED of an error': {
    breaks: (flow) => {
      withConnection(flow, fails);
      failsOnce(internals(flow), '_complete');
    },
    ends: 'catch',
    made: false,
  },
  'telling Node-RED of an error, twice': {
    breaks: (flow) => {
      withConnection(flow, fails);
      failsOnce(internals(flow), '_complete');
      failsOnce(flow.node('n1'), 'error');
    },
    ends: 'catch',
    made: false,
  },
};

describe('a fault at any step of handling a message', () => {
  nodeRedInProcess();
  const demo = demoJira();
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  before(() => {
    process.on('unhandledRejection', note);
  });
  after(() => {
    process.off('unhandledRejection', note);
  });
  beforeEach(() => {
    unhandled.length = 0;
  });

  for (const [step, { breaks, ends, made, code = 'JIRA_INTERNAL' }] of Object.entries(FAULTS)) {
    it(`${step}: the message ends once, in ${ends === 'output' ? 'its output' : 'a Catch'}, with the truth`, async () => {
      const flow = await flowOf(demo.site('cloud'), { type: 'jira-issue-create' });
      const seen: ['output' | 'catch', Outcome][] = [];
      flow.node('out').on('input', (msg) => seen.push(['output', msg as Outcome]));
      flow.node('caught').on('input', (msg) => seen.push(['catch', msg as Outcome]));
      breaks(flow);
      await flow.send({ payload: { project: 'OPS', issueType: 'Task', summary: 'Alarm' } });
      for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(
        seen.map(([end]) => end),
        [ends],
      );
      const outcome = seen[0]?.[1];
      assert.equal(demo.requests().filter(({ method }) => method === 'POST').length, made ? 1 : 0);
      if (ends === 'catch') {
        assert.equal(outcome?.error?.code, code, outcome?.error?.message);
        assert.equal(outcome?.error?.cause.outcome, made ? 'done' : 'not-done');
      }
      assert.deepEqual(unhandled, []);
    });
  }

  it('the error of a frozen message says what is known of the call, as any other', async () => {
    const flow = await flowOf(demo.site('cloud'), { type: 'jira-issue-get' });
    const outcome = await flow.sendAsItIs(Object.freeze({ _msgid: 'm1', payload: 'OPS-99999', topic: 'kept' }));
    assert.equal(outcome.error?.code, 'JIRA_NOT_FOUND');
    assert.equal(outcome.statusCode, 404);
    assert.equal(outcome.topic, 'kept');
    assert.deepEqual(outcome.jira?.input, { issueIdOrKey: 'OPS-99999' });
  });

  it('a fault while a list is handed on says how many records had come', async () => {
    const flow = await flowOf(demo.site('cloud'), {
      type: 'jira-issue-search',
      paginateAll: true,
      output: 'pages',
      onIncomplete: 'warn',
      maxResults: '5',
    });
    failsOnce(flow.node('n1'), 'send');
    const { error } = await flow.send({ payload: { jql: 'project = OPS' } });
    assert.equal(error?.code, 'JIRA_INTERNAL', error?.message);
    assert.ok(Number(error?.cause.received) > 0, JSON.stringify(error?.cause));
  });
});
