import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { runs } from '../../support/property-tests';

/** Linear work is 1, quadratic work tends to 4: four times the steps for each character of a text four times as long. */
const LINEAR = 1.3;

describe('the work of converting rich text', function () {
  this.timeout(300_000);
  let growth: Record<string, number>;

  before(() => {
    // V8 counts every block only in code that it neither optimizes nor throws away; coverage of the tests would count along.
    const args = ['--no-opt', '--no-flush-bytecode', '--require', 'tsx/cjs', path.join(__dirname, 'growth-process.ts')];
    const { NODE_V8_COVERAGE: _, ...env } = process.env;
    growth = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', env, maxBuffer: 1e8 }));
  });

  it('is counted', () => {
    assert.ok(Object.keys(growth).length > runs(2_000));
    assert.ok(Object.values(growth).every((one) => one > 0.1));
  });

  it('grows as the text does, whatever sign is repeated in whatever shape', () => {
    assert.deepEqual(
      Object.entries(growth).filter(([, one]) => !(one < LINEAR)),
      [],
    );
  });
});
