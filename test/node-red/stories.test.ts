import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { type FlowNode, type RealNodeRed, startNodeRed } from '../support/node-red';
import { NODE_REDS_OF_THIS_RUN, PROJECT_ROOT } from '../support/node-red-versions';
import { callAs } from '../support/person';

const GIVE_UP_MS = 25_000;
/** Long enough for a wrong copy to arrive. */
const QUIET_MS = 200;

/** A story's nodes as they lie in its file. */
function story(name: string): FlowNode[] {
  return JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'examples', `story-${name}.json`), 'utf8')) as FlowNode[];
}

for (const version of NODE_REDS_OF_THIS_RUN) {
  describe(`the stories among the examples, in a real Node-RED ${version}`, () => {
    const demo = demoJira();
    let nodeRed: RealNodeRed;

    before(async function () {
      this.timeout(120_000);
      nodeRed = await startNodeRed({ version });
    });
    afterEach(() => rmSync(path.join(nodeRed.userDirectory, 'overdue.csv'), { force: true }));
    after(() => nodeRed?.stop());

    for (const deployment of DEPLOYMENTS) {
      describe(`on ${deployment}`, () => {
        it('an alarm that is repeated comments on the open issue instead of creating another', async () => {
          const press = await imported('alarm');
          await press();
          const [created = ''] = await until(
            () => keys('labels = alarm-pump-4'),
            ({ length }) => length === 1,
          );
          await press();
          await until(
            () => comments(created),
            (count) => count === 1,
          );
          assert.deepEqual(await keys('labels = alarm-pump-4'), [created]);
        });

        it('the overdue report holds every overdue issue of all pages', async () => {
          const press = await imported('overdue-report', { maxResults: '4' });
          const overdue = await keys('project = OPS AND duedate < now() AND statusCategory != Done');
          assert.ok(overdue.length > 4, 'they fill more than one page');
          await press();
          const [header, ...issues] = await until(report, ({ length }) => length > 1);
          assert.equal(header, 'key,summary,due,assignee,priority');
          assert.deepEqual(issues.map((row) => row.split(',')[0]).sort(), overdue.sort());
        });

        it('open sub-tasks close when their issue is done, and not before', async () => {
          const press = await imported('close-subtasks');
          const closed = () => keys('key in (OPS-9, OPS-10) AND statusCategory = Done');
          await press();
          await until(
            () => demo.requests().length,
            (count) => count === 1,
          );
          assert.deepEqual(await closed(), []);
          await ask('POST', 'issue/OPS-8/transitions', { transition: { id: '31' } });
          await press();
          await until(closed, ({ length }) => length === 2);
        });

        it('triage labels every open bug, over all pages', async () => {
          const press = await imported('triage');
          const bugs = await keys('project = OPS AND issuetype = Bug AND statusCategory != Done');
          assert.ok(bugs.length > 10, 'they fill more than one page');
          await press();
          const urgent = 'labels = today AND priority in (High, Highest)';
          const others = 'labels = later AND priority not in (High, Highest)';
          const labelled = await until(
            () => keys(`${urgent} OR ${others}`),
            ({ length }) => length >= bugs.length,
          );
          assert.deepEqual(labelled.sort(), bugs.sort());
        });

        it('comments are copied both ways once, and copies are not copied back', async () => {
          const press = await imported('comments-in-step');
          const both = () => [comments('OPS-7'), comments('TEAM-1')];
          const all = both().reduce((sum, count) => sum + count, 0);
          await press();
          await until(both, (counts) => counts.every((count) => count === all));
          demo.forget();
          await press();
          await until(
            () => demo.requests().length,
            (count) => count === 4,
          );
          await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
          assert.deepEqual(both(), [all, all]);
        });

        it('an onboarding has an issue for each task, and all of them block it', async () => {
          const press = await imported('onboarding');
          await press();
          const [first = ''] = await until(
            () => keys('labels = onboarding ORDER BY key'),
            ({ length }) => length === 6,
          );
          await until(
            () => comments(first),
            (count) => count === 1,
          );
          const { id } = issue(first);
          const blocking = [...demo.jira[deployment].links.values()].filter(
            ({ outwardIssueId }) => outwardIssueId === id,
          );
          assert.equal(blocking.length, 5);
        });
      });

      /** Deploys a story on the demo; answers what presses its button. */
      async function imported(name: string, search: object = {}): Promise<() => Promise<unknown>> {
        const nodes = story(name);
        const { siteUrl, credentials, properties } = demo.site(deployment);
        await nodeRed.deploy(
          nodes.map((node) => ({
            ...node,
            ...(node.type === 'jira-site' && { siteUrl, credentials, ...properties }),
            ...(node.type === 'jira-issue-search' && search),
            // The rates are for people who share a Jira.
            ...(node.type === 'delay' && { rate: '50' }),
            ...(node.type === 'debug' && { console: true }),
          })),
        );
        const button = nodes.find(({ type }) => type === 'inject');
        assert.ok(button);
        return () => nodeRed.request('POST', `/inject/${button.id}`);
      }

      function report(): string[] {
        const file = path.join(nodeRed.userDirectory, 'overdue.csv');
        return existsSync(file) ? readFileSync(file, 'utf8').trim().split(/\r?\n/) : [];
      }

      function issue(key: string): { readonly id: string } {
        const found = demo.jira[deployment].findIssue(key);
        assert.ok(found, `${key} is not there`);
        return found;
      }

      function comments(key: string): number {
        const { id } = issue(key);
        return [...demo.jira[deployment].comments.values()].filter(({ issueId }) => issueId === id).length;
      }

      /** The issues that Jira itself finds, all on one page. */
      async function keys(jql: string): Promise<string[]> {
        const place = deployment === 'cloud' ? 'search/jql' : 'search';
        const answer = await ask('POST', place, { jql, maxResults: 500, fields: ['summary'] });
        return (answer as { issues: { key: string }[] }).issues.map(({ key }) => key);
      }

      /** A call of a person's own beside the flow. */
      const ask = (method: string, place: string, body: object): Promise<unknown> =>
        callAs('ada', demo, deployment, method, place, body);

      async function until<Value>(
        look: () => Value | Promise<Value>,
        isRight: (value: Value) => boolean,
      ): Promise<Value> {
        for (const start = Date.now(); Date.now() - start < GIVE_UP_MS; ) {
          const value = await look();
          if (isRight(value)) return value;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        throw new Error(
          `it never came; last was ${JSON.stringify(await look())}:\n${nodeRed.log().slice(-40).join('\n')}`,
        );
      }
    }
  });
}
