import assert from 'node:assert/strict';
import { JiraError } from '../../nodes/client/errors/jira-error';
import { type EstimateInputs, estimateQuery } from '../../nodes/jira/worklogs';

type Amount = 'reduceBy' | 'increaseBy' | undefined;

function refusal(inputs: EstimateInputs, amount: Amount): JiraError {
  try {
    estimateQuery(inputs, amount);
  } catch (error) {
    assert.ok(error instanceof JiraError);
    assert.equal(error.code, 'JIRA_INPUT');
    return error;
  }
  return assert.fail('taken');
}

describe('what becomes of the estimate', () => {
  const taken: readonly [inputs: EstimateInputs, amount: Amount, query: object][] = [
    [{}, 'reduceBy', {}],
    [{ adjustEstimate: ' Leave ' }, undefined, { adjustEstimate: 'leave' }],
    [{ adjustEstimate: 'auto' }, 'increaseBy', { adjustEstimate: 'auto' }],
    [{ newEstimate: '4h' }, undefined, { adjustEstimate: 'new', newEstimate: '4h' }],
    [{ adjustEstimate: 'new', newEstimate: '0m' }, 'reduceBy', { adjustEstimate: 'new', newEstimate: '0m' }],
    [{ reduceBy: '1h' }, 'reduceBy', { adjustEstimate: 'manual', reduceBy: '1h' }],
    [{ adjustEstimate: 'manual', increaseBy: '1h' }, 'increaseBy', { adjustEstimate: 'manual', increaseBy: '1h' }],
  ];
  for (const [inputs, amount, query] of taken) {
    it(`${JSON.stringify(inputs)} is sent as ${JSON.stringify(query)}`, () =>
      assert.deepEqual(estimateQuery(inputs, amount), query));
  }

  const refused: readonly [inputs: EstimateInputs, amount: Amount, reason: string, name: string][] = [
    [{ adjustEstimate: 'perhaps' }, 'reduceBy', 'input.notAnOption', 'adjustEstimate'],
    // A change has none to reduce by.
    [{ adjustEstimate: 'manual' }, undefined, 'input.notAnOption', 'adjustEstimate'],
    [{ adjustEstimate: 'new' }, 'reduceBy', 'input.missing', 'newEstimate'],
    [{ adjustEstimate: 'manual' }, 'reduceBy', 'input.missing', 'reduceBy'],
    [{ adjustEstimate: 'manual', newEstimate: '1h' }, 'increaseBy', 'input.missing', 'increaseBy'],
    [{ adjustEstimate: 'leave', newEstimate: '1h' }, 'reduceBy', 'estimate.otherAmount', 'newEstimate'],
    [{ newEstimate: '1h', reduceBy: '1h' }, 'reduceBy', 'estimate.otherAmount', 'reduceBy'],
    [{ adjustEstimate: 'auto', increaseBy: '1h' }, 'increaseBy', 'estimate.otherAmount', 'increaseBy'],
  ];
  for (const [inputs, amount, reason, name] of refused) {
    it(`${JSON.stringify(inputs)} is refused: nothing of it may be ignored in silence (${amount ?? 'a change'})`, () => {
      const error = refusal(inputs, amount);
      assert.deepEqual([error.reason, error.values.name], [reason, name]);
    });
  }
});
