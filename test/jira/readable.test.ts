import assert from 'node:assert/strict';
import { Jira } from '../../nodes/jira/jira';
import { readable } from '../../nodes/jira/readable';

const TEXTS = 100;

describe('converting what Jira returned', () => {
  const jira = new Jira(
    'datacenter',
    { textFormat: 'text' },
    undefined as never,
    undefined as never,
    undefined as never,
  );
  const body = '*bold*';
  const records = {
    comments: Array.from({ length: TEXTS }, () => ({ body })),
    worklogs: Array.from({ length: TEXTS }, () => ({ comment: body })),
  };

  /** How often other work got its turn meanwhile. */
  async function turnsDuring(work: Promise<unknown>): Promise<number> {
    let turns = 0;
    let over = false;
    const ended = work.finally(() => {
      over = true;
    });
    while (!over) {
      await new Promise((resume) => setImmediate(resume));
      turns += 1;
    }
    await ended;
    return turns;
  }

  it('lets the rest of Node-RED go on between the comments and the worklogs of one issue', async () => {
    const fields = { comment: { comments: records.comments }, worklog: { worklogs: records.worklogs } };
    assert.ok((await turnsDuring(readable(jira, { fields }, 'issue', 'text'))) >= 2 * TEXTS);
  });

  it('converts them all, in their order', async () => {
    const comments = [{ body: '*a*' }, { id: '7' }, { body: '_b_' }];
    assert.deepEqual(await readable(jira, { fields: { comment: { comments, total: 3 } } }, 'issue', 'markdown'), {
      fields: { comment: { comments: [{ body: '**a**' }, { id: '7' }, { body: '_b_' }], total: 3 } },
    });
  });

  it('takes no turn for what stays as it is', async () => {
    const record = { body };
    assert.equal(await readable(jira, record, 'comment', 'native'), record);
  });
});
