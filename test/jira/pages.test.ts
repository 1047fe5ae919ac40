import assert from 'node:assert/strict';
import { pageOf } from '../../nodes/jira/pages';
import type { Identifiers } from '../../nodes/jira/record-kinds';

const url = 'https://jira.example.com/jira';
const cloud = (things: Identifiers) => pageOf({ deployment: 'cloud', url }, things);
const dataCenter = (things: Identifiers) => pageOf({ deployment: 'datacenter', url }, things);

describe('the page of a thing in Jira', () => {
  it('has a worklog in view', () => {
    assert.equal(cloud({ issue: 'OPS-7', worklog: '100' }), `${url}/browse/OPS-7?focusedWorklogId=100`);
  });

  it('is not led astray by what stands for an id', () => {
    assert.equal(
      cloud({ issue: 'a/b?c#d', comment: '1&x=2' }),
      `${url}/browse/a%2Fb%3Fc%23d?focusedCommentId=1%26x%3D2`,
    );
    assert.equal(cloud({ accountId: '5b:../x' }), `${url}/jira/people/5b%3A..%2Fx`);
    assert.equal(dataCenter({ username: 'a&b' }), `${url}/secure/ViewProfile.jspa?name=a%26b`);
  });

  it('is none where the deployment knows a person by something else, and of a project by its id', () => {
    assert.equal(cloud({ username: 'ada' }), undefined);
    assert.equal(dataCenter({ accountId: '5b' }), undefined);
    assert.equal(cloud({ project: '10000' }), undefined);
    assert.equal(cloud({}), undefined);
  });
});
