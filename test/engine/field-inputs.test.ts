import assert from 'node:assert/strict';
import { util } from '@node-red/util';
import type { Node, NodeAPI, NodeMessage } from 'node-red';
import { JiraError } from '../../nodes/client/errors/jira-error';
import type { JsonRecord } from '../../nodes/client/json';
import { type Action, defineAction, object, text } from '../../nodes/definition';
import { readInputs } from '../../nodes/engine/inputs';

const action = (suggests?: 'create-field'): Action =>
  defineAction({
    type: 'jira-test-create',
    route: 'POST /test',
    returns: 'echo',
    inputs: { summary: text(), fields: object(suggests && { suggests }) },
    request: () => ({ route: 'GET /' }),
  }) as Action;

const MSG = {
  payload: { points: 5, none: '', fields: { labels: ['a'], customfield_1: 'from the payload' } },
  topic: 'Pump',
};

async function fields(config: JsonRecord, msg: object = MSG, of = action('create-field')): Promise<unknown> {
  const source = { RED: { util } as NodeAPI, node: { id: 'n1' } as Node, msg: msg as NodeMessage, warn: () => {} };
  return (await readInputs(source, config, of)).fields;
}

describe('fields that the form has set one by one', () => {
  const fieldInputs = JSON.stringify({
    customfield_1: { type: 'msg', value: 'payload.points' },
    customfield_2: { type: 'jsonata', value: 'topic & " " & payload.points' },
    customfield_3: { type: 'template', value: '{{topic}}!' },
    customfield_4: { type: 'msg', value: 'payload.missing' },
    customfield_5: { type: 'msg', value: 'payload.none' },
    customfield_6: { value: 'plain' },
  });
  const set = { customfield_1: 5, customfield_2: 'Pump 5', customfield_3: 'Pump!', customfield_6: 'plain' };

  it('come from where each is told to, and win over those of the payload', async () => {
    assert.deepEqual(await fields({ fieldInputs }), { labels: ['a'], ...set });
  });

  it('stand beside fixed values, and alone', async () => {
    const fixed = { fields: '{"customfield_9": "x"}', fieldsType: 'json', fieldInputs };
    assert.deepEqual(await fields(fixed), { customfield_9: 'x', ...set });
    assert.deepEqual(await fields({ fields: '', fieldsType: 'str', fieldInputs }), set);
    assert.deepEqual(
      await fields({ fieldInputs: JSON.parse(fieldInputs) }, { topic: 'Pump', payload: { points: 5 } }),
      set,
    );
  });

  it('are none where all fields come from one place, as the form then shows no others', async () => {
    assert.deepEqual(await fields({ fields: 'payload.fields', fieldsType: 'msg', fieldInputs }), MSG.payload.fields);
  });

  it('are none in a node whose form has no fields, and in one that was saved before there were any', async () => {
    assert.deepEqual(await fields({ fieldInputs }, MSG, action()), MSG.payload.fields);
    assert.deepEqual(await fields({}), MSG.payload.fields);
    assert.deepEqual(await fields({ fieldInputs: 'no JSON' }), MSG.payload.fields);
    assert.equal(
      await fields({ fieldInputs: '{"customfield_1": {"type": "msg", "value": "payload.no"}}' }, { payload: {} }),
      undefined,
    );
  });

  it('that can not be found out fail with the name of the field', async () => {
    const wrong = JSON.stringify({ customfield_1: { type: 'jsonata', value: '$error("no")' } });
    const failure = await fields({ fieldInputs: wrong }).catch((error: unknown) => error);
    assert.ok(failure instanceof JiraError);
    assert.deepEqual([failure.reason, failure.values.name], ['input.unevaluable', 'customfield_1']);
  });
});
