import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from '../support/node-red-versions';

const execute = promisify(execFile);
const CHANGELOG = `# Changelog

## [Unreleased]

## [1.2.3] - 2026-11-23

### Added

- Something.
`;

describe('publishing', () => {
  let folder = '';
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'publish-'));
    cpSync(path.join(PROJECT_ROOT, 'scripts'), path.join(folder, 'scripts'), { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'x', version: '1.2.3' }));
    writeFileSync(path.join(folder, 'CHANGELOG.md'), CHANGELOG);
    await git('init', '--quiet');
    await commit();
    await git('tag', 'v1.2.3');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const git = (...args: string[]) =>
    execute('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], { cwd: folder });
  const commit = async (): Promise<void> => {
    await git('add', '--all');
    await git('commit', '--quiet', '--message', 'x');
  };
  /** What the script says before it stops; it always stops, since npm is a stand-in that knows audits alone. */
  const publish = async (audit: object = { message: 'no audits here' }): Promise<string> => {
    const bin = path.join(folder, '.git', 'bin');
    await execute('mkdir', ['-p', bin]);
    const answer = `#!/bin/sh\n[ "$1" = audit ] && echo '${JSON.stringify(audit)}'\n[ "$1" = test ] && echo "languages: $COMPLETE_LANGUAGES" >&2\nexit 1\n`;
    writeFileSync(path.join(bin, 'npm'), answer, { mode: 0o755 });
    const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` };
    const script = path.join(folder, 'scripts', 'publish.mjs');
    return execute(process.execPath, [script, '--dry-run'], { cwd: folder, env }).then(
      () => assert.fail('it published'),
      ({ stderr }: { stderr: string }) => stderr,
    );
  };

  it('goes on to the tests when tree, tag, changelog and audit are right, and stops where they fail', async () => {
    assert.match(await publish({ metadata: {}, vulnerabilities: {} }), /"npm test" failed. Nothing was published/);
  });

  it('has the tests demand every text in every language', async () => {
    assert.match(await publish({ metadata: {}, vulnerabilities: {} }), /languages: true\n/);
  });

  it('stops at a known hole in what users install, and names it', async () => {
    const hole = { name: 'leaky', severity: 'low', range: '<1.2.3' };
    assert.match(await publish({ metadata: {}, vulnerabilities: { leaky: hole } }), /holes.*\nleaky <1\.2\.3: low/);
  });

  it('stops where the registry can not tell of holes, and does not take that for "none"', async () => {
    assert.match(await publish({ message: '405 Method Not Allowed' }), /can't tell .*: 405 Method Not Allowed/);
  });

  it('stops at what is not committed: nobody could read what was published', async () => {
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'x', version: '1.2.3', private: true }));
    assert.match(await publish(), /not committed:\n.*package\.json/);
  });

  it('stops at a version without its tag', async () => {
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'x', version: '1.2.4' }));
    await commit();
    assert.match(await publish(), /no tag v1\.2\.4/);
  });

  for (const [title, changed, complaint] of [
    ['that does not know the version', CHANGELOG.replace('1.2.3', '1.2.2'), /no section "## \[1\.2\.3\]/],
    ['without a date', CHANGELOG.replace('2026-11-23', 'soon'), /no section/],
    ['that says nothing', CHANGELOG.slice(0, CHANGELOG.indexOf('### Added')), /says nothing about 1\.2\.3/],
    ['that still has something to release', CHANGELOG.replace('## [1', '- More.\n\n## [1'), /still has something/],
  ] as const) {
    it(`stops at a changelog ${title}`, async () => {
      assert.notEqual(changed, readFileSync(path.join(folder, 'CHANGELOG.md'), 'utf8'));
      writeFileSync(path.join(folder, 'CHANGELOG.md'), changed);
      await commit();
      await git('tag', '--force', 'v1.2.3');
      assert.match(await publish(), complaint);
    });
  }
});
