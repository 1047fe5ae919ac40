import assert from 'node:assert/strict';
import { adf, demoSites } from './support';

describe('demo Jira: versions of the API', () => {
  const sites = demoSites();

  it('serves every operation of Cloud under 2, 3 and latest, which is 2', async () => {
    const self = async (version: string): Promise<unknown> =>
      (await sites.cloud('GET', `//rest/api/${version}/issue/OPS-7?fields=summary`)).json.self;
    const at = (version: number) => `${sites.jira.cloudUrl}/rest/api/${version}/issue/10207`;
    assert.deepEqual([await self('2'), await self('3'), await self('latest')], [at(2), at(3), at(2)]);
    assert.equal((await sites.cloud('GET', '//rest/api/4/myself')).status, 404);
  });

  it('knows 2 and latest on Data Center, and no 3', async () => {
    assert.equal((await sites.dataCenter('GET', '//rest/api/latest/myself')).json.name, 'ada');
    assert.equal((await sites.dataCenter('GET', '//rest/api/3/myself')).status, 404);
  });

  it('takes and gives wiki markup in version 2 of Cloud, and documents in version 3', async () => {
    const fields = { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'Markup' };
    const create = (description: unknown) =>
      sites.cloud('POST', '//rest/api/2/issue', { body: { fields: { ...fields, description } } });
    const wiki = 'h2. Why\n\nIt is *hot*, see [the plan|https://example.com/plan]\nand wait';
    const { key } = (await create(wiki)).json;
    const read = async (version: number): Promise<unknown> =>
      (await sites.cloud('GET', `//rest/api/${version}/issue/${key}?fields=description`)).json.fields.description;
    assert.equal(await read(2), wiki);
    assert.deepEqual(await read(3), {
      type: 'doc',
      version: 1,
      content: [
        { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Why' }] },
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'It is ' },
            { type: 'text', text: 'hot', marks: [{ type: 'strong' }] },
            { type: 'text', text: ', see ' },
            { type: 'text', text: 'the plan', marks: [{ type: 'link', attrs: { href: 'https://example.com/plan' } }] },
            { type: 'hardBreak' },
            { type: 'text', text: 'and wait' },
          ],
        },
      ],
    });
    assert.equal((await create(adf('x'))).json.errors.description, 'Operation value must be a string');
  });

  it('writes lists, code, quotes, tables and mentions of a document as wiki markup', async () => {
    const text = (content: string, ...types: string[]) => ({
      type: 'text',
      text: content,
      ...(types.length > 0 ? { marks: types.map((type) => ({ type })) } : {}),
    });
    const paragraph = (...content: unknown[]) => ({ type: 'paragraph', content });
    const item = (...content: unknown[]) => ({ type: 'listItem', content });
    const body = {
      type: 'doc',
      version: 1,
      content: [
        {
          type: 'bulletList',
          content: [item(paragraph(text('one')), { type: 'orderedList', content: [item(paragraph(text('two')))] })],
        },
        { type: 'codeBlock', content: [text('x = 1')] },
        { type: 'blockquote', content: [paragraph(text('so', 'em'), text('!', 'code'))] },
        {
          type: 'table',
          content: [
            { type: 'tableRow', content: [{ type: 'tableHeader', content: [paragraph(text('a'))] }] },
            { type: 'tableRow', content: [{ type: 'tableCell', content: [paragraph(text('b'))] }] },
          ],
        },
        paragraph({ type: 'mention', attrs: { id: '712020:x', text: '@Ada' } }),
        { type: 'rule' },
      ],
    };
    const { json } = await sites.cloud('POST', '/issue/OPS-8/comment', { body: { body } });
    const read = await sites.cloud('GET', `//rest/api/latest/issue/OPS-8/comment/${json.id}`);
    assert.equal(
      read.json.body,
      [
        '* one\n*# two',
        '{code}\nx = 1\n{code}',
        '{quote}\n_so_{{!}}\n{quote}',
        '||a||\n|b|',
        '[~accountid:712020:x]',
        '----',
      ].join('\n\n'),
    );
  });
});
