import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { story } from '../support/examples';
import { type RealNodeRed, startNodeRed } from '../support/node-red';
import { NODE_REDS_OF_THIS_RUN } from '../support/node-red-versions';
import { callAs } from '../support/person';

const GIVE_UP_MS = 25_000;
/** Long enough for a wrong copy to arrive. */
const QUIET_MS = 200;

for (const version of NODE_REDS_OF_THIS_RUN) {
  describe(`the stories among the examples, in a real Node-RED ${version}`, () => {
    const demo = demoJira();
    let nodeRed: RealNodeRed;

    before(async function () {
      this.timeout(120_000);
      nodeRed = await startNodeRed({ version });
    });
    afterEach(() => {
      for (const file of ['overdue.csv', 'refused.csv'])
        rmSync(path.join(nodeRed.userDirectory, file), { force: true });
    });
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

        it('equal alarms make one open issue that counts them, however fast they come, and another once it is done', async () => {
          const press = await imported('one-open-issue');
          const open = () => keys('labels = alarm-pump-4');
          await Promise.all([press(), press(), press()]);
          const [first = ''] = await until(open, ({ length }) => length > 0);
          await until(
            () => said(first),
            ({ length }) => length === 2,
          );
          assert.deepEqual(await open(), [first]);
          await press();
          assert.match(
            (
              await until(
                () => said(first),
                ({ length }) => length === 3,
              )
            ).at(-1) ?? '',
            /Alarm no\. .*4/,
          );
          await ask('POST', `issue/${first}/transitions`, { transition: { id: '711' } });
          await press();
          const both = await until(open, ({ length }) => length === 2);
          const second = both.find((key) => key !== first) ?? '';
          await press();
          assert.match(
            (
              await until(
                () => said(second),
                ({ length }) => length === 1,
              )
            )[0] ?? '',
            /Alarm no\. .*2/,
          );
        });

        it('the log of the night shift is whole and in order, though the line was down', async () => {
          const press = await imported('shift-log');
          const before = comments('OPS-4');
          const entry = (text: string) => press([{ p: 'payload', v: text, vt: 'str' }]);
          await entry('one');
          await until(
            () => comments('OPS-4') - before,
            (count) => count === 1,
          );
          await demo.jira.pullPlug();
          try {
            for (const text of ['two', 'three', 'four']) await entry(text);
            await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
          } finally {
            await demo.jira.plugIn();
          }
          await until(
            () => comments('OPS-4') - before,
            (count) => count >= 4,
          );
          await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
          const entries = said('OPS-4').slice(before);
          assert.deepEqual(
            entries.map((text) => /(one|two|three|four)\b/.exec(text)?.[0]),
            ['one', 'two', 'three', 'four'],
          );
        });

        it('the overdue report holds every overdue issue of all pages', async () => {
          const press = await imported('overdue-report', { maxResults: '4' });
          const overdue = await keys('project = OPS AND duedate < now() AND statusCategory != Done');
          assert.ok(overdue.length > 4, 'they fill more than one page');
          await press();
          const [header, ...issues] = await until(
            () => report(),
            ({ length }) => length > 1,
          );
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

        it('a list of 200 rows becomes issues, and what Jira refuses stands in a report with its reason', async () => {
          const press = await imported('import');
          await press();
          const [header, ...refused] = await until(
            () => report('refused.csv'),
            ({ length }) => length > 1,
          );
          assert.equal(header, 'row,code,reason');
          const numbers = refused.map((row) => row.split(',')[0]);
          assert.deepEqual(numbers, ['8', '51', '101', '151', '201']);
          assert.match(refused.join(), /Impact.*Possible values: Low, Medium, High/);
          const made = [...demo.jira[deployment].issues.values()].filter(({ values }) =>
            [values.get('labels')].flat().includes('imported'),
          );
          assert.equal(made.length, 195);
          const { values } = made[0] ?? assert.fail();
          const byName = (name: string) => demo.jira[deployment].fields.find((field) => field.name === name)?.id ?? '';
          assert.equal(values.get('duedate'), '2026-12-24');
          assert.match(String(values.get(byName('Serial number'))), /^00\d{3}$/);
          assert.equal(typeof values.get(byName('Story Points')), 'number');
        });
      });

      /** Deploys a story on the demo; answers what presses its button. */
      async function imported(
        name: string,
        search: object = {},
      ): Promise<(props?: readonly object[]) => Promise<unknown>> {
        const nodes = story(name);
        const { siteUrl, credentials, properties } = demo.site(deployment);
        await nodeRed.deploy(
          nodes.map((node) => ({
            ...node,
            ...(node.type === 'jira-site' && { siteUrl, credentials, ...properties, maxRetries: '0' }),
            ...(node.type === 'jira-issue-search' && search),
            // The rates are for people who share a Jira.
            ...(node.type === 'delay' && { rate: '50' }),
            ...(node.type === 'debug' && { console: true }),
          })),
        );
        const button = nodes.find(({ type }) => type === 'inject');
        assert.ok(button);
        return (props) => nodeRed.request('POST', `/inject/${button.id}`, props && { __user_inject_props__: props });
      }

      function report(name = 'overdue.csv'): string[] {
        const file = path.join(nodeRed.userDirectory, name);
        return existsSync(file) ? readFileSync(file, 'utf8').trim().split(/\r?\n/) : [];
      }

      function issue(key: string): { readonly id: string } {
        const found = demo.jira[deployment].findIssue(key);
        assert.ok(found, `${key} is not there`);
        return found;
      }

      function comments(key: string): number {
        return said(key).length;
      }

      /** The comments of an issue in the order of their ids, as JSON. */
      function said(key: string): readonly string[] {
        const { id } = issue(key);
        const own = [...demo.jira[deployment].comments.values()].filter(({ issueId }) => issueId === id);
        return own.sort((one, other) => Number(one.id) - Number(other.id)).map(({ body }) => JSON.stringify(body));
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
