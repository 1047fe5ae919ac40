import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { OpenMarks } from '../../../nodes/jira/rich-text/open-marks';

describe('marks inside one another', () => {
  it('are told as a list of all of them would tell them, whatever is opened and closed', () =>
    fc.assert(
      fc.property(fc.array(fc.option(fc.constantFrom('strong', 'em', 'link'))), (steps) => {
        const marks = new OpenMarks();
        const list: string[] = [];
        for (const type of steps) {
          if (type === null) {
            marks.pop();
            list.pop();
          } else {
            marks.push({ type, attrs: { depth: list.length } });
            list.push(type);
          }
          const distinct = [...new Set(list)];
          assert.deepEqual(
            marks.outermost().map(({ type: one, attrs }) => [one, attrs?.depth]),
            distinct.map((one) => [one, list.indexOf(one)]),
          );
          for (const one of ['strong', 'em', 'link']) {
            assert.equal(marks.has(one), list.includes(one));
            assert.equal(marks.innermost(one)?.attrs?.depth, list.includes(one) ? list.lastIndexOf(one) : undefined);
          }
        }
      }),
    ));
});
