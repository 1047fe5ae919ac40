import assert from 'node:assert/strict';
import { GroupCommit } from '../../nodes/store/group-commit';
import type { StoreChange } from '../../nodes/store/store';

const put = (name: string, value = ''): StoreChange => ({ type: 'put', key: [name], value });

/** A disk that ends each trip when it is told. */
class SlowDisk {
  readonly trips: string[][] = [];
  #end: (error?: Error) => void = () => undefined;

  readonly commit = (changes: readonly StoreChange[]): Promise<void> => {
    this.trips.push(changes.map(({ key }) => key[0]));
    return new Promise((resolve, reject) => {
      this.#end = (error) => (error ? reject(error) : resolve());
    });
  };

  async end(error?: Error): Promise<void> {
    this.#end(error);
    await new Promise(setImmediate);
  }
}

describe('writes that come at the same time', () => {
  let disk: SlowDisk;
  let writes: GroupCommit;
  let ended: string[];
  const write = (name: string, value?: string) =>
    void writes.write([put(name, value)]).then(
      () => ended.push(name),
      () => ended.push(`${name} refused`),
    );
  beforeEach(() => {
    disk = new SlowDisk();
    writes = new GroupCommit(disk.commit);
    ended = [];
  });

  it('share one trip to the disk, and end when it does', async () => {
    for (const name of ['a', 'b']) write(name);
    await new Promise(setImmediate);
    for (const name of ['c', 'd', 'e']) write(name);
    await new Promise(setImmediate);
    assert.deepEqual([disk.trips, ended], [[['a', 'b']], []]);
    await disk.end();
    assert.deepEqual(
      [disk.trips.at(-1), ended],
      [
        ['c', 'd', 'e'],
        ['a', 'b'],
      ],
    );
    await disk.end();
    assert.deepEqual(ended, ['a', 'b', 'c', 'd', 'e']);
    write('f');
    await new Promise(setImmediate);
    assert.deepEqual(disk.trips.at(-1), ['f']);
  });

  it('are refused together, and those that come later are tried', async () => {
    for (const name of ['a', 'b']) write(name);
    await new Promise(setImmediate);
    write('c');
    await disk.end(new Error('no space'));
    await disk.end();
    assert.deepEqual(ended, ['a refused', 'b refused', 'c']);
  });

  it('share no trip that gets too long; a long one goes by itself', async () => {
    const megabyte = 'x'.repeat(1_500_000);
    for (const name of ['a', 'b', 'c', 'd']) write(name, megabyte);
    write('huge', megabyte.repeat(4));
    write('e');
    for (let trip = 0; trip < 4; trip++) await disk.end();
    assert.deepEqual(disk.trips, [['a', 'b'], ['c', 'd'], ['huge'], ['e']]);
  });
});
