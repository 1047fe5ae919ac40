import assert from 'node:assert/strict';
import type { Fault } from '../../demo/index';
import { newIssue } from '../../demo/new-issue';
import { JiraError } from '../../nodes/client/errors/jira-error';
import { entry, isRecord } from '../../nodes/client/json';
import { errorOf } from '../client/site';
import { DEPLOYMENTS } from '../support/demo';
import { until } from '../support/until';
import { type Told, type WritingNodeRed, writingNodeRed } from './world';

const ALARM = { project: 'OPS', issueType: 'Bug', summary: 'Alarm 4711' };
const HOUR = 3_600_000;
/** The response is lost, and the write has happened. */
const LOST: Fault = { method: 'POST', path: /\/issue$/, response: 'after' };
/** The connection breaks before Jira has done anything. */
const BROKEN: Fault = { method: 'POST', path: /\/issue$/, response: 'reset' };

for (const deployment of DEPLOYMENTS) {
  describe(`a write that happens once, on ${deployment}`, () => {
    const nodeRed = writingNodeRed(deployment);

    function alarms({ site }: WritingNodeRed = nodeRed()): number {
      return [...site.issues.values()].filter(({ values }) => values.get('summary') === ALARM.summary).length;
    }

    const written = (method = 'POST', path = /\/issue$/) =>
      nodeRed().exchanges.filter((one) => one.method === method && path.test(one.path)).length;

    const keyOf = ({ result }: Told) => entry(result, 'key');

    describe('an issue', () => {
      it('whose response was lost is found, although no search knows it yet', async () => {
        const { jira, site } = nodeRed();
        site.settings.indexLag = HOUR;
        jira.fault(LOST);
        const { result, notes } = await nodeRed().send('issueCreate', ALARM);
        assert.equal(alarms(), 1);
        assert.equal(notes.recovered, true);
        assert.ok(isRecord(result));
        assert.deepEqual(Object.keys(result).sort(), ['id', 'key', 'self']);
        assert.ok(site.findIssue(String(result.key)));
      });

      it('is found although searches have known nothing for hours, and others were created meanwhile', async () => {
        const { jira, site } = nodeRed();
        site.settings.indexLag = 5 * HOUR;
        for (let count = 0; count < 30; count++) await nodeRed().send('issueCreate', { ...ALARM, summary: `${count}` });
        jira.fault(LOST);
        assert.equal((await nodeRed().send('issueCreate', ALARM)).notes.recovered, true);
        assert.equal(alarms(), 1);
      });

      it('on which Jira works for a while after the connection broke is found when it is done', async () => {
        const { jira, clock, site } = nodeRed();
        const began = clock.now();
        jira.fault(BROKEN);
        const work = setInterval(() => {
          if (clock.now() - began < 15_000) return;
          clearInterval(work);
          const [project] = site.projects.filter(({ key }) => key === 'OPS');
          assert.ok(project);
          const at = new Date(clock.wallNow());
          const [creatorId = ''] = site.users.map(({ id }) => id);
          const beginning = { project, issueTypeId: project.issueTypeIds[0] ?? '', parentId: null, creatorId, at };
          const issue = newIssue(site, { ...beginning, watched: false, summary: ALARM.summary });
          issue.properties.set('jira-flows.once', { key: 'late' });
        }, 1);
        const { notes } = await nodeRed().send('issueCreate', ALARM, { key: 'late' });
        clearInterval(work);
        assert.equal(notes.recovered, true);
        assert.equal(alarms(), 1);
      });

      it('is found although Jira refuses to search', async () => {
        const { jira } = nodeRed();
        jira.fault(LOST);
        jira.fault({ method: 'POST', path: /\/search/, times: 20, response: { status: 500 } });
        assert.equal((await nodeRed().send('issueCreate', ALARM)).notes.recovered, true);
        assert.equal(alarms(), 1);
      });

      it('that never arrived is sent once more, when a minute of looks has shown that it is not there', async () => {
        nodeRed().jira.fault(BROKEN);
        const began = nodeRed().clock.now();
        const { notes } = await nodeRed().send('issueCreate', ALARM);
        assert.equal(alarms(), 1);
        assert.equal(notes.recovered, undefined);
        assert.ok(nodeRed().clock.now() - began >= 60_000);
      });

      it('is given up as unknown when it is lost twice and not there, and the same key may come again', async () => {
        nodeRed().jira.fault({ ...BROKEN, times: 2 });
        const error = await errorOf(nodeRed().send('issueCreate', ALARM, { key: 'a' }));
        assert.equal(error.code, 'JIRA_OUTCOME_UNKNOWN');
        assert.equal(error.facts.retryable, true);
        assert.equal(alarms(), 0);
        await nodeRed().send('issueCreate', ALARM, { key: 'a' });
        assert.equal(alarms(), 1);
      });

      it('is not sent again as long as Jira can not be read', async () => {
        const { jira } = nodeRed();
        jira.fault(LOST);
        jira.fault({ method: 'GET', path: /\/issue\/OPS-/, times: 1_000, response: { status: 503 } });
        const error = await errorOf(nodeRed().send('issueCreate', ALARM, { key: 'a' }));
        assert.equal(error.code, 'JIRA_OUTCOME_UNKNOWN');
        assert.equal(alarms(), 1);
      });

      it('with the key of an earlier message is the first one again, across restarts', async () => {
        const first = await nodeRed().send('issueCreate', ALARM, { key: 'alarm-7' });
        assert.equal(first.notes.duplicate, undefined);
        nodeRed().restart();
        const second = await nodeRed().send('issueCreate', ALARM, { key: 'alarm-7' });
        assert.deepEqual(second.result, first.result);
        assert.equal(second.notes.duplicate, true);
        assert.equal(written(), 1);
      });

      it('comes once when a hundred messages with one key come at the same time', async () => {
        nodeRed().jira.fault(LOST);
        const all = await Promise.all(
          Array.from({ length: 100 }, () => nodeRed().send('issueCreate', ALARM, { key: 'storm' })),
        );
        assert.equal(alarms(), 1);
        assert.equal(new Set(all.map(keyOf)).size, 1);
        assert.equal(all.filter(({ notes }) => notes.duplicate).length, 99);
      });

      it('that was under way when the process ended is found by the next message with its key', async () => {
        const { jira, clock } = nodeRed();
        jira.fault(LOST);
        jira.fault({ method: 'GET', path: /\/issue\/OPS-/, response: 'hang' });
        const ended = new AbortController();
        const message = nodeRed().send('issueCreate', ALARM, { key: 'crash', signal: ended.signal });
        const looks = () => written('GET', /\/issue\/OPS-/);
        await until(looks, (count) => count >= 4);
        ended.abort(new JiraError('JIRA_CANCELLED', 'cancelled', {}, { outcome: 'not-done' }));
        assert.equal((await errorOf(message)).code, 'JIRA_OUTCOME_UNKNOWN');
        assert.equal(alarms(), 1);
        nodeRed().restart();
        clock.advance(10 * 60_000);
        const { notes } = await nodeRed().send('issueCreate', ALARM, { key: 'crash' });
        assert.equal(notes.recovered, true);
        assert.equal(alarms(), 1);
      });

      it('keeps the properties that the flow gives it beside the key', async () => {
        const { result } = await nodeRed().send('issueCreate', { ...ALARM, properties: { sensor: { id: 4 } } });
        const issue = nodeRed().site.findIssue(String(entry(result, 'key')));
        assert.deepEqual(issue?.properties.get('sensor'), { id: 4 });
        assert.ok(isRecord(issue?.properties.get('jira-flows.once')));
      });

      it('is refused before anything is written where the account may not store the key', async () => {
        nodeRed().site.settings.withheld.add('edit');
        const error = await errorOf(nodeRed().send('issueCreate', ALARM));
        assert.deepEqual([error.code, error.reason], ['JIRA_FORBIDDEN', 'once.propertyForbidden']);
        assert.equal(written(), 0);
      });

      it('is unknown, and not doubled, where the account may create issues and not see them', async () => {
        const { jira, site } = nodeRed();
        site.settings.withheld.add('browse');
        jira.fault(LOST);
        const error = await errorOf(nodeRed().send('issueCreate', { ...ALARM, assignee: undefined }));
        assert.equal(error.code, 'JIRA_OUTCOME_UNKNOWN');
        assert.equal(alarms(), 1);
      });

      it('that Jira refuses may be corrected and sent with the same key', async () => {
        const error = await errorOf(nodeRed().send('issueCreate', { ...ALARM, issueType: 'Nonsense' }, { key: 'k' }));
        assert.equal(error.code, 'JIRA_INVALID');
        const { notes } = await nodeRed().send('issueCreate', ALARM, { key: 'k' });
        assert.equal(notes.duplicate, undefined);
        assert.equal(alarms(), 1);
      });

      it('is found behind a gap of numbers, and behind one that came from another project', async () => {
        const { jira, site } = nodeRed();
        const project = site.findProject('OPS');
        assert.ok(project);
        await nodeRed().send('issueCreate', { ...ALARM, summary: 'before' });
        project.nextNumber += 15;
        jira.fault(LOST);
        assert.equal((await nodeRed().send('issueCreate', ALARM)).notes.recovered, true);
        assert.equal(alarms(), 1);
      });
    });

    describe('a comment', () => {
      const REMARK = { issueIdOrKey: 'OPS-1', body: 'Seen at 14:02' };
      const LOST_COMMENT: Fault = { method: 'POST', path: /\/comment$/, response: 'after' };
      const comments = () => {
        const { site } = nodeRed();
        const issue = site.findIssue('OPS-1');
        return [...site.comments.values()].filter(
          (one) => one.issueId === issue?.id && [...one.properties.keys()].includes('jira-flows.once'),
        );
      };

      it('whose response was lost is found on its issue', async () => {
        nodeRed().jira.fault(LOST_COMMENT);
        const { result, notes } = await nodeRed().send('commentAdd', REMARK);
        assert.equal(notes.recovered, true);
        assert.deepEqual(
          comments().map(({ id }) => id),
          [entry(result, 'id')],
        );
      });

      it('is found among sixty others that came at the same time', async () => {
        const { jira } = nodeRed();
        for (let count = 0; count < 60; count++) await nodeRed().send('commentAdd', REMARK);
        jira.fault(LOST_COMMENT);
        assert.equal((await nodeRed().send('commentAdd', REMARK)).notes.recovered, true);
        assert.equal(comments().length, 61);
      });

      it('stays hidden from the customer, and from everybody that it is not for', async () => {
        nodeRed().jira.fault(LOST_COMMENT);
        const visibility = { type: 'role', value: 'Administrators' };
        await nodeRed().send('commentAdd', { ...REMARK, internal: true, visibility, properties: { mine: 1 } });
        const [comment] = comments();
        assert.deepEqual(comment?.properties.get('sd.public.comment'), { internal: true });
        assert.equal(comment?.properties.get('mine'), 1);
        assert.equal(comment?.visibility?.value, 'Administrators');
      });

      it('that never arrived is sent once more', async () => {
        nodeRed().jira.fault({ ...LOST_COMMENT, response: 'reset' });
        await nodeRed().send('commentAdd', REMARK);
        assert.equal(comments().length, 1);
      });
    });

    describe('a worklog', () => {
      const WORK = { issueIdOrKey: 'OPS-1', timeSpent: '1h 30m', started: '2026-11-20T08:00:00.250Z', comment: 'Seal' };
      const LOST_WORK = { method: 'POST', path: /\/worklog$/, response: 'after' } as const;
      const worklogs = () => nodeRed().site.worklogsOf(nodeRed().site.findIssue('OPS-1')?.id ?? '');

      it('whose response was lost is found, although others were logged before and since', async () => {
        const { jira } = nodeRed();
        const others = worklogs().length;
        for (let count = 0; count < 60; count++) await nodeRed().send('worklogAdd', { ...WORK, comment: `${count}` });
        jira.fault(LOST_WORK);
        const { result, notes } = await nodeRed().send('worklogAdd', WORK);
        assert.equal(notes.recovered, true);
        assert.equal(worklogs().length, others + 61);
        assert.equal(entry(result, 'id'), worklogs().at(-1)?.id);
      });

      it('that was logged before by hand is not taken for it', async () => {
        const { jira } = nodeRed();
        await nodeRed().send('worklogAdd', WORK);
        const before = worklogs().length;
        jira.fault({ ...LOST_WORK, response: 'reset' });
        const { notes } = await nodeRed().send('worklogAdd', WORK);
        assert.equal(notes.recovered, undefined);
        assert.equal(worklogs().length, before + 1);
      });

      it('of days, whose length only the site knows, is found as well', async () => {
        const { jira } = nodeRed();
        const before = worklogs().length;
        jira.fault(LOST_WORK);
        const days = { ...WORK, timeSpent: '1d 2h', comment: undefined };
        assert.equal((await nodeRed().send('worklogAdd', days)).notes.recovered, true);
        assert.equal(worklogs().length, before + 1);
      });

      it('with the key of an earlier message is the first one again, across restarts', async () => {
        const first = await nodeRed().send('worklogAdd', WORK, { key: 'shift' });
        nodeRed().restart();
        const second = await nodeRed().send('worklogAdd', WORK, { key: 'shift' });
        assert.deepEqual(second.result, first.result);
        assert.equal(second.notes.duplicate, true);
      });

      it('is unknown, and not doubled, while Jira can not be read', async () => {
        const { jira } = nodeRed();
        const before = worklogs().length;
        jira.fault(LOST_WORK);
        const skip = deployment === 'datacenter' ? 1 : 0;
        jira.fault({ method: 'GET', path: /\/worklog(\?|$)/, skip, times: 1_000, response: { status: 503 } });
        const error = await errorOf(nodeRed().send('worklogAdd', WORK, { key: 'dark' }));
        assert.equal(error.code, 'JIRA_OUTCOME_UNKNOWN');
        assert.equal(worklogs().length, before + 1);
      });
    });

    describe('what takes no key', () => {
      const steps = () => {
        const issue = nodeRed().site.findIssue('OPS-1');
        return (issue?.changes ?? []).flatMap(({ items }) => items).filter(({ field }) => field === 'status').length;
      };

      it('a step of a workflow is told by the history of its issue', async () => {
        const { jira, site } = nodeRed();
        const before = steps();
        const issue = site.findIssue('OPS-1');
        assert.ok(issue);
        const step = site
          .workflow(issue)
          .transitions.find(
            ({ from, to }) => to !== issue.statusId && (from === 'all' || from.includes(issue.statusId)),
          );
        jira.fault({ method: 'POST', path: /\/transitions$/, response: 'after' });
        const inputs = { issueIdOrKey: 'OPS-1', transition: step?.id };
        const { result, notes } = await nodeRed().send('transition', inputs, { key: 'step' });
        assert.equal(notes.recovered, true);
        assert.deepEqual(result, { issueIdOrKey: 'OPS-1' });
        assert.equal(steps() - before, 1);
        nodeRed().restart();
        assert.equal((await nodeRed().send('transition', inputs, { key: 'step' })).notes.duplicate, true);
        assert.equal(steps() - before, 1);
      });

      it('a link is told by the links of its issue', async () => {
        const { jira, site } = nodeRed();
        const links = site.links.size;
        jira.fault({ method: 'POST', path: /\/issueLink$/, response: 'after' });
        const inputs = { linkType: 'Relates', inwardIssue: 'OPS-1', outwardIssue: 'OPS-3' };
        const { result, notes } = await nodeRed().send('linkCreate', inputs, { key: 'link' });
        assert.equal(notes.recovered, true);
        assert.ok(entry(result, 'id'));
        assert.equal(site.links.size, links + 1);
      });

      it('a change that comes out the same is made again, whatever came of it before', async () => {
        const { jira } = nodeRed();
        jira.fault({ method: 'PUT', times: 3, response: 'after' });
        const inputs = { issueIdOrKey: 'OPS-1', summary: 'Renamed' };
        const error = await errorOf(nodeRed().send('issueUpdate', inputs, { key: 'put' }));
        assert.equal(error.facts.retryable, true);
        await nodeRed().send('issueUpdate', inputs, { key: 'put' });
        assert.equal(nodeRed().site.findIssue('OPS-1')?.values.get('summary'), 'Renamed');
      });
    });
  });
}
