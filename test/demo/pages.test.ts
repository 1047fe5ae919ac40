import assert from 'node:assert/strict';
import { demoSites } from './support';

describe('demo Jira: pages for people', () => {
  const sites = demoSites();
  const open = async (address: string) => {
    const response = await fetch(address);
    return {
      status: response.status,
      policy: response.headers.get('content-security-policy'),
      text: await response.text(),
    };
  };
  const addresses = () => [sites.jira.cloudUrl, sites.jira.dataCenterUrl];

  it('show an issue with its fields and comments, so that a newcomer sees what the flow did', async () => {
    for (const address of addresses()) {
      const { status, text } = await open(`${address}/browse/ops-7`);
      assert.equal(status, 200);
      for (const part of ['<h1>OPS-7: Pump 4 overheats</h1>', 'Ben Okafor', 'for Administrators only', 'In Progress']) {
        assert.ok(text.includes(part), `${part} is missing`);
      }
    }
  });

  it('lead from the site to its projects, and from there to the issues', async () => {
    for (const address of addresses()) {
      for (const start of [address, `${address}/`]) {
        assert.ok((await open(start)).text.includes(`href="${address}/browse/OPS"`));
      }
      assert.ok((await open(`${address}/browse/OPS`)).text.includes(`href="${address}/browse/OPS-110"`));
      const found = await open(`${address}/issues/?jql=${encodeURIComponent('id = 10207')}`);
      assert.ok(found.text.includes(`href="${address}/browse/OPS-7"`));
    }
  });

  it('show the comment that the address names apart from the others', async () => {
    const { text } = await open(`${sites.jira.cloudUrl}/browse/OPS-7?focusedCommentId=10532`);
    assert.match(text, /<article id="comment-10532" class="focused">/);
    assert.equal(text.match(/class="focused"/g)?.length, 1);
  });

  it('show what is assigned to a person', async () => {
    const { cloudUrl, dataCenterUrl, cloud } = sites.jira;
    const ben = cloud.users.find(({ name }) => name === 'ben')?.id ?? '';
    for (const address of [
      `${cloudUrl}/jira/people/${encodeURIComponent(ben)}`,
      `${dataCenterUrl}/secure/ViewProfile.jspa?name=ben`,
    ]) {
      const { text } = await open(address);
      assert.ok(text.includes('<h1>Ben Okafor</h1>') && text.includes('Pump 4 overheats'));
    }
  });

  it('say what is not there', async () => {
    for (const address of addresses()) {
      for (const path of ['/browse/OPS-9999', '/browse/NOPE', '/issues/?jql=no%20such%20thing', '/browse/%3Cb%3E']) {
        const { status, text } = await open(address + path);
        assert.equal(status, 404, path);
        assert.ok(text.includes('Nothing is here') && !text.includes('<b>'));
      }
    }
    assert.equal((await open(`${sites.jira.cloudUrl}/jira/people/nobody`)).status, 404);
    assert.equal((await open(`${sites.jira.dataCenterUrl}/secure/ViewProfile.jspa?name=nobody`)).status, 404);
  });

  it('run nothing of what a flow has written into an issue', async () => {
    const attack = '<script>alert(1)</script><img src=x onerror=alert(1)>';
    const fields = { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: attack, labels: ['"><script>'] };
    const { key } = (await sites.dataCenter('POST', '/issue', { body: { fields: { ...fields, description: attack } } }))
      .json;
    for (const path of [`/browse/${key}`, '/browse/OPS', '/']) {
      const { text, policy } = await open(sites.jira.dataCenterUrl + path);
      assert.ok(!/<script|<img/.test(text), path);
      assert.match(String(policy), /default-src 'none'/);
    }
  });
});
