import assert from 'node:assert/strict';
import { adf, demoSites } from './support';

describe('demo Jira: comments', () => {
  const sites = demoSites();
  const path = '/issue/OPS-7/comment';
  const ids = (response: { json: { comments: readonly { id: string }[] } }) =>
    response.json.comments.map(({ id }) => id);

  it('gives back what was added, rendered when asked for', async () => {
    const { status, json } = await sites.cloud('POST', `${path}?expand=renderedBody`, { body: { body: adf('a < b') } });
    assert.equal(status, 201);
    assert.deepEqual(json.body, adf('a < b'));
    assert.equal(json.renderedBody, '<p>a &#60; b</p>');
    assert.equal(json.author.displayName, 'Ada Lindqvist');
    assert.match(json.created, /^2026-11-23T09:00:00\.000\+0000$/);
    assert.deepEqual((await sites.cloud('GET', `${path}/${json.id}`)).json.body, json.body);
  });

  it('writes moments with the offset of the reader on Cloud and of the server on Data Center', async () => {
    const added = await sites.cloud('POST', path, { as: 'ben', body: { body: adf('x') } });
    assert.match(added.json.created, /T10:00:00\.000\+0100$/);
    const onDataCenter = await sites.dataCenter('POST', path, { body: { body: 'x' } });
    assert.match(onDataCenter.json.created, /T10:00:00\.000\+0100$/);
  });

  it('refuses a string, malformed ADF and an empty body', async () => {
    const badText = { type: 'doc', version: 1, content: [{ type: 'text', text: 'loose' }] };
    for (const body of ['text', badText, undefined, { ...badText, version: '1' }]) {
      const { status, json } = await sites.cloud('POST', path, { body: { body } });
      assert.equal(status, 400);
      assert.equal(json.errors.comment, 'Comment body is not valid!');
    }
    const blank = { type: 'doc', version: 1, content: [] };
    assert.match((await sites.cloud('POST', path, { body: { body: blank } })).json.errors.comment, /empty/);
    assert.match((await sites.dataCenter('POST', path, { body: { body: '  ' } })).json.errors.comment, /empty/);
    const onDataCenter = await sites.dataCenter('POST', path, { body: { body: adf('x') } });
    assert.equal(onDataCenter.json.errors.comment, 'Operation value must be a string');
  });

  it('names the limit when a comment is too long', async () => {
    for (const { status, json } of [
      await sites.cloud('POST', path, { body: { body: adf('x'.repeat(32_768)) } }),
      await sites.dataCenter('POST', path, { body: { body: 'x'.repeat(32_768) } }),
    ]) {
      assert.equal(status, 400);
      assert.match(json.errors.comment, /32,767/);
    }
    assert.equal((await sites.dataCenter('POST', path, { body: { body: 'x'.repeat(32_767) } })).status, 201);
  });

  it('restricts a comment only to a role or group one belongs to, and hides it from the others', async () => {
    const restricted = (type: string, value: string) => ({ body: adf('x'), visibility: { type, value } });
    const wrong = await sites.cloud('POST', path, { as: 'ben', body: restricted('role', 'Administrators') });
    assert.equal(wrong.status, 400);
    assert.match(wrong.json.errors.commentLevel, /not a member of the project role: Administrators/);
    assert.equal((await sites.cloud('POST', path, { body: restricted('group', 'shift-leads') })).status, 400);
    const added = await sites.cloud('POST', path, { body: restricted('role', 'Administrators') });
    assert.equal(added.status, 201);
    assert.deepEqual(added.json.visibility, { type: 'role', value: 'Administrators', identifier: 'Administrators' });
    assert.equal((await sites.cloud('GET', `${path}/${added.json.id}`, { as: 'ben' })).status, 404);
    sites.jira.cloud.settings.groupVisibility = false;
    const off = await sites.cloud('POST', path, { body: restricted('group', 'jira-administrators') });
    assert.deepEqual(off.json.errorMessages, ['GROUP_VISIBILITY_SETTING_NOT_ENABLED']);
  });

  it('pages and orders; refuses other orders, and page numbers that are none', async () => {
    const all = ids(await sites.cloud('GET', path));
    assert.equal(all.length >= 3, true);
    const newest = await sites.cloud('GET', `${path}?orderBy=-created&maxResults=1&startAt=1`);
    assert.deepEqual(ids(newest), [all.at(-2)]);
    assert.equal(newest.json.total, all.length);
    assert.equal('isLast' in newest.json, false);
    assert.deepEqual(ids(await sites.cloud('GET', `${path}?orderBy=%2Bcreated`)), all);
    assert.equal((await sites.cloud('GET', `${path}?orderBy=updated`)).status, 400);
    const abc = await sites.cloud('GET', `${path}?maxResults=abc`);
    assert.equal(abc.status, 400);
    assert.equal(abc.headers.get('content-type'), 'application/problem+json');
    assert.equal(abc.json.status, 400);
    assert.equal((await sites.cloud('GET', `${path}?startAt=-5`)).json.startAt, 0);
    assert.equal((await sites.dataCenter('GET', path)).json.maxResults, 50);
  });

  it('lets people change their own comments and administrators all; refusals are a 400', async () => {
    const { json } = await sites.cloud('POST', path, { as: 'ben', body: { body: adf('mine') } });
    const edit = { body: { body: adf('better') } };
    assert.equal((await sites.cloud('PUT', `${path}/${json.id}`, { as: 'cara', ...edit })).status, 400);
    assert.equal((await sites.cloud('DELETE', `${path}/${json.id}`, { as: 'cara' })).status, 400);
    const edited = await sites.cloud('PUT', `${path}/${json.id}`, edit);
    assert.equal(edited.status, 200);
    assert.deepEqual(edited.json.body, adf('better'));
    assert.equal(edited.json.updateAuthor.displayName, 'Ada Lindqvist');
    const deleted = await sites.cloud('DELETE', `${path}/${json.id}`, { as: 'ben' });
    assert.equal(deleted.status, 204);
    assert.equal(deleted.text, '');
    assert.equal((await sites.cloud('GET', `${path}/${json.id}`)).status, 404);
  });

  it('finds a comment on its own issue only', async () => {
    const [first] = ids(await sites.cloud('GET', path));
    assert.equal((await sites.cloud('GET', `/issue/OPS-8/comment/${first}`)).status, 404);
  });

  it('lists comments by ids without those it cannot show, in its own order', async () => {
    const [one, two] = ids(await sites.cloud('GET', path)).map(Number);
    const { status, json } = await sites.cloud('POST', '/comment/list', { body: { ids: [two, 1, one] } });
    assert.equal(status, 200);
    assert.deepEqual(
      json.values.map((value: { id: string }) => Number(value.id)),
      [Number(one), Number(two)].sort((a, b) => a - b),
    );
    assert.equal(json.isLast, true);
    assert.equal(json.total, 2);
  });

  it('takes 1 to 1000 numbers as ids and nothing beside them', async () => {
    const list = (body: unknown) => sites.cloud('POST', '/comment/list', { body });
    assert.equal((await list({ ids: [] })).status, 400);
    assert.equal((await list({ ids: Array.from({ length: 1001 }, (_, index) => index) })).status, 400);
    for (const body of [{ ids: ['10501'] }, { ids: [1], startAt: 0 }]) {
      const refused = await list(body);
      assert.equal(refused.status, 400);
      assert.equal('errors' in refused.json, false);
      assert.match(refused.json.errorMessages[0], /Invalid request payload/);
    }
    assert.equal((await sites.dataCenter('POST', '/comment/list', { body: { ids: [1] } })).status, 404);
  });
});
