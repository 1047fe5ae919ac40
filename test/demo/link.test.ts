import assert from 'node:assert/strict';
import { adf, demoSites } from './support';

describe('demo Jira: links', () => {
  const sites = demoSites();
  const blocks = { type: { name: 'Blocks' }, inwardIssue: { key: 'OPS-11' }, outwardIssue: { key: 'OPS-12' } };
  const link = (body: unknown) => sites.cloud('POST', '/issueLink', { body });
  const linksOf = async (key: string) =>
    (await sites.cloud('GET', `/issue/${key}?fields=issuelinks`)).json.fields.issuelinks;

  it('responds to a new link with an empty 201', async () => {
    const { status, text, headers } = await link(blocks);
    assert.equal(status, 201);
    assert.equal(text, '');
    assert.equal(headers.get('location'), null);
    const onDataCenter = await sites.dataCenter('POST', '/issueLink', { body: blocks });
    assert.equal(onDataCenter.status, 201);
    assert.equal(onDataCenter.text, '');
  });

  it('makes the inward issue the one that blocks', async () => {
    const before = (await linksOf('OPS-11')).length;
    await link(blocks);
    const mine = (await linksOf('OPS-11')).at(-1);
    assert.equal((await linksOf('OPS-11')).length, before + 1);
    assert.equal(mine.outwardIssue.key, 'OPS-12');
    assert.equal(mine.type.outward, 'blocks');
    const theirs = (await linksOf('OPS-12')).find((one: { id: string }) => one.id === mine.id);
    assert.equal(theirs.inwardIssue.key, 'OPS-11');
    const whole = (await sites.cloud('GET', `/issueLink/${mine.id}`)).json;
    assert.equal(whole.inwardIssue.key, 'OPS-11');
    assert.equal(whole.outwardIssue.key, 'OPS-12');
    assert.equal(whole.inwardIssue.fields.summary.length > 0, true);
  });

  it('makes no second link when repeated, but comments again', async () => {
    const comments = async () => (await sites.cloud('GET', '/issue/OPS-12/comment')).json.total;
    const before = await comments();
    await link({ ...blocks, comment: { body: adf('See there.') } });
    const links = sites.jira.cloud.links.size;
    assert.equal((await link({ ...blocks, comment: { body: adf('See there.') } })).status, 201);
    assert.equal(sites.jira.cloud.links.size, links);
    assert.equal(await comments(), before + 2);
  });

  it('makes no link when its comment is refused', async () => {
    const before = sites.jira.cloud.links.size;
    assert.equal((await link({ ...blocks, comment: { body: 'plain text' } })).status, 400);
    assert.equal(sites.jira.cloud.links.size, before);
  });

  it('refuses unknown types, issues and keys', async () => {
    assert.equal((await link({ ...blocks, type: { name: 'Hinders' } })).status, 404);
    assert.equal((await link({ ...blocks, outwardIssue: { key: 'OPS-9999' } })).status, 404);
    assert.match((await link({ ...blocks, direction: 'inward' })).json.errorMessages[0], /Invalid request payload/);
    assert.equal((await sites.cloud('POST', '/issueLink', { as: 'cara', body: blocks })).status, 404);
    assert.equal((await sites.dataCenter('POST', '/issueLink', { as: 'cara', body: blocks })).status, 401);
  });

  it('deletes a link; a second time it is not there, and an id must be a number', async () => {
    const [first] = [...sites.jira.cloud.links.keys()];
    const deleted = await sites.cloud('DELETE', `/issueLink/${first}`);
    assert.equal(deleted.status, 204);
    assert.equal(deleted.text, '');
    assert.equal((await sites.cloud('DELETE', `/issueLink/${first}`)).status, 404);
    assert.equal((await sites.cloud('GET', '/issueLink/abc')).status, 400);
  });

  it('lists the link types under their own name', async () => {
    const { json } = await sites.cloud('GET', '/issueLinkType');
    assert.equal(json.issueLinkTypes[0].inward, 'is blocked by');
  });
});
