import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PROJECT_ROOT } from '../support/node-red-versions';

/** For each file, as if it were written tomorrow: what it may import, and what it may not. */
const FILES: Readonly<Record<string, { allowed: readonly string[]; refused: readonly string[] }>> = {
  'nodes/tomorrow/new.ts': {
    allowed: ['.', './other', './below/other'],
    refused: ['../client/json', '../jira/jira', '../definition', '../../demo/index', 'axios', 'node-red', 'node:fs'],
  },
  'nodes/tomorrow/below/new.ts': {
    allowed: ['./other', '../other', '..', '../beside/other'],
    refused: ['../../client/json', '../..', 'axios', 'node-red'],
  },
  'nodes/tomorrow/below/further/new.ts': {
    allowed: ['./other', '../other'],
    refused: ['../../../client/json', 'axios'],
  },
  'nodes/actions/tomorrow/get.ts': {
    allowed: ['../../definition', '../../jira/people', './beside'],
    refused: ['../../client/client', '../../engine/perform', '../../site/site', '../issue/get', 'axios', 'node-red'],
  },
  'nodes/client/tomorrow/new.ts': {
    allowed: ['../json', '../http/request', 'node:crypto'],
    refused: ['../../jira/jira', '../../i18n/messages', '../../tomorrow/new', 'axios', 'hpagent', 'node-red'],
  },
  'nodes/client/http/new.ts': {
    allowed: ['axios', '../clock'],
    refused: ['../../jira/jira', 'markdown-it', 'node-red'],
  },
  'nodes/client/new.ts': { allowed: ['./http/caller'], refused: ['../jira/jira', 'axios'] },
  'nodes/jira/new.ts': { allowed: ['../client/json'], refused: ['../definition', '../i18n/messages', 'node-red'] },
  'nodes/jira/lookups/new.ts': { allowed: ['../jira', '../../client/json'], refused: ['../../definition', 'axios'] },
  'nodes/definition/new.ts': { allowed: ['../client/json', '../jira/jira'], refused: ['../engine/inputs', 'node-red'] },
  'nodes/engine/new.ts': {
    allowed: ['../definition', '../jira/jira', '../client/json', '../i18n/messages', 'node-red'],
    refused: ['../site/site', '../actions/index', '../actions/issue/get', '../forms/form', '../editor/index', 'axios'],
  },
  'nodes/site/new.ts': {
    allowed: ['../jira/jira', '../client/json', '../i18n/messages', '../store/store', 'node-red'],
    refused: ['../definition', '../engine/inputs', 'axios', 'classic-level'],
  },
  'nodes/store/new.ts': {
    allowed: ['./keys', '../i18n/messages', 'classic-level', 'node-red', 'node:fs/promises'],
    refused: ['../client/json', '../jira/jira', '../site/site', 'axios'],
  },
  'nodes/events/webhook/new.ts': {
    allowed: ['./body', '../event', '../../client/json', 'node:crypto'],
    refused: ['../../event-node/route', '../../site/site', 'axios', 'node-red'],
  },
  'nodes/event-node/new.ts': {
    allowed: ['../events/hub', '../store/store', '../site/site', '../i18n/messages', 'node-red', 'node:http'],
    refused: ['../actions/index', '../actions/issue/get', '../forms/form', 'axios'],
  },
  'nodes/overview/new.ts': {
    allowed: ['./overview', '../client/clock'],
    refused: ['../engine/activity', '../site/site', '../i18n/messages', 'node-red', 'node:fs'],
  },
  'nodes/overview-node/new.ts': {
    allowed: ['../overview/overview', '../outbox-node/kept', '../event-node/node', '../engine/activity', 'node-red'],
    refused: ['../actions/index', '../forms/form', '../editor/index', '../store/store', 'axios'],
  },
  'nodes/outbox-node/new.ts': {
    allowed: ['../outbox/outbox', '../overview/overview', '../engine/outboxes', '../site/site', '../store/store-of'],
    refused: ['../actions/index', '../event-node/node', '../overview-node/sites', 'axios'],
  },
  'nodes/editor/sidebar/new.ts': {
    allowed: ['./dom', '../request', '../../overview/overview'],
    refused: ['../../overview/activities', '../../client/client', '../../engine/inputs', 'node:fs', 'axios'],
  },
  'nodes/i18n/new.ts': { allowed: ['../client/json', 'node-red'], refused: ['../jira/jira', '../definition', 'axios'] },
  'nodes/forms/new.ts': {
    allowed: ['../definition', '../actions/index'],
    refused: ['../engine/inputs', '../site/site'],
  },
  'nodes/editor/new.ts': {
    allowed: ['./label', '../jira/lookups'],
    refused: ['../client/client', '../jira/jira', '../definition', '../engine/inputs', 'node:fs', 'axios'],
  },
  'demo/tomorrow/new.ts': { allowed: ['../store'], refused: ['../../nodes/client/json', 'axios'] },
};

/** A folder with the linter's rules of this repository and some files. */
function laidOut(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'imports-')));
  for (const config of readdirSync(PROJECT_ROOT).filter((name) => name.startsWith('biome.')))
    copyFileSync(path.join(PROJECT_ROOT, config), path.join(folder, config));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  return folder;
}

/** Where the linter complains by a rule, or by any `plugin`, as `file:line`. */
function complaints(rule: `lint/${string}` | 'plugin', files: Readonly<Record<string, string>>): string[] {
  const folder = laidOut(files);
  try {
    const biome = require.resolve('@biomejs/biome/bin/biome', { paths: [PROJECT_ROOT] });
    const options = ['--vcs-enabled=false', '--reporter=github', '--max-diagnostics=none'];
    const { stdout } = spawnSync(process.execPath, [biome, 'lint', ...options, folder], {
      cwd: folder,
      encoding: 'utf8',
    });
    const places = [...stdout.matchAll(/title=([^,]+),file=([^,]+),line=(\d+)/g)];
    return places
      .filter(([, title]) => title === rule)
      .map(([, , file = '', line]) => `${path.relative(folder, path.resolve(folder, file))}:${line}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the fences between folders', () => {
  let refusals: readonly string[];

  before(() => {
    const files = Object.entries(FILES).map(([file, { allowed, refused }]): [string, string] => [
      file,
      [...allowed, ...refused].map((name) => `import '${name}';\n`).join(''),
    ]);
    refusals = complaints('lint/style/noRestrictedImports', Object.fromEntries(files));
  });

  for (const [file, { allowed, refused }] of Object.entries(FILES)) {
    it(`${path.dirname(file)}/ imports what it may, and nothing else`, () => {
      const found = [...allowed, ...refused].filter((_, index) => refusals.includes(`${file}:${index + 1}`));
      assert.deepEqual(found, refused);
    });
  }
});

describe('a circle of imports', () => {
  it('is refused, also one of types alone', () => {
    const found = complaints('lint/suspicious/noImportCycles', {
      'nodes/jira/one.ts': "import type { Two } from './two';\nexport interface One { readonly two: Two }\n",
      'nodes/jira/two.ts': "import type { One } from './one';\nexport interface Two { readonly one: One }\n",
    });
    assert.deepEqual(found.sort(), ['nodes/jira/one.ts:1', 'nodes/jira/two.ts:1']);
  });
});

describe('a guard', () => {
  const complaintsAbout = (body: string) =>
    complaints('plugin', {
      'nodes/jira/new.ts': `export function check(x: number[]): number {\n${body}  return 0;\n}\n`,
    });

  it('of one short statement has no braces', () => {
    assert.deepEqual(complaintsAbout('  if (x[0]) {\n    return 1;\n  }\n'), ['nodes/jira/new.ts:2']);
    assert.deepEqual(complaintsAbout('  for (const one of x) {\n    if (one) {\n      continue;\n    }\n  }\n'), [
      'nodes/jira/new.ts:3',
    ]);
  });

  it('may have them where it holds more, or something else than a way out', () => {
    for (const body of [
      '  if (x[0]) return 1;\n',
      '  if (x[0]) {\n    x.pop();\n  }\n',
      '  if (x[0]) {\n    x.pop();\n    return 1;\n  }\n',
      '  if (x[0]) {\n    // Because.\n    return 1;\n  }\n',
    ]) {
      assert.deepEqual(complaintsAbout(body), [], body);
    }
  });
});
