/**
 * `node scripts/publish.mjs`: publishes to npm from continuous integration, with a provenance statement that says from which commit the
 * package was built. It checks first, and stops at the first thing that is not as it should be. `--dry-run` does all but publish.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isMain, ROOT } from './paths.mjs';
import { main, run, StepFailed } from './run.mjs';

/** npm is a script there, which only a shell starts. */
const WINDOWS = process.platform === 'win32';

/** @param {{ dryRun: boolean }} options */
async function publish({ dryRun }) {
  const { name, version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  console.log(`${name} ${version}`);
  await checkTree(version);
  checkChangelog(readFileSync(path.join(ROOT, 'CHANGELOG.md'), 'utf8'), version);
  await checkHoles();
  // With CI set nothing may go unchecked: without Atlassian's documents beside the clone the tests fail. And what users get is whole in
  // every language.
  await step('Every test', 'npm', ['test'], { ...process.env, CI: 'true', COMPLETE_LANGUAGES: 'true' });
  // The tests build; a build must not change what is committed.
  await checkTree(version);
  const how = dryRun ? ['--dry-run'] : ['--provenance'];
  await step(dryRun ? 'What would be published' : 'Publishing', 'npm', ['publish', '--access', 'public', ...how]);
}

/** What is published must be what everybody can read: the commit that carries the version's tag. */
async function checkTree(version) {
  const changes = await git('status', '--porcelain');
  if (changes !== '') throw new StepFailed(`There are changes that are not committed:\n${changes}`);
  const tags = (await git('tag', '--points-at', 'HEAD')).split('\n');
  if (!tags.includes(`v${version}`)) throw new StepFailed(`This commit has no tag v${version}.`);
}

/**
 * @param {string} changelog in the form of Keep a Changelog
 * @throws StepFailed if it has no dated section for the version, or if something still stands under "Unreleased"
 */
function checkChangelog(changelog, version) {
  const sections = new Map(
    changelog
      .split(/^## /m)
      .slice(1)
      .map((section) => {
        const [title, ...lines] = section.split('\n');
        return [title.trim(), lines.join('\n').trim()];
      }),
  );
  const title = [...sections.keys()].find((one) => one.startsWith(`[${version}] - `));
  if (title === undefined || !/ - \d{4}-\d{2}-\d{2}$/.test(title)) {
    throw new StepFailed(`CHANGELOG.md has no section "## [${version}] - <date>".`);
  }
  if (sections.get(title) === '') throw new StepFailed(`CHANGELOG.md says nothing about ${version}.`);
  if (sections.get('[Unreleased]')) throw new StepFailed('CHANGELOG.md still has something under "Unreleased".');
}

/**
 * Nothing that users install may have a known hole.
 * @throws StepFailed if something has, or if the registry can't tell, as mirrors often can't
 */
async function checkHoles() {
  console.log('Known holes in what users install …');
  const { output } = await run('npm', ['audit', '--omit=dev', '--json', '--loglevel=silent'], { shell: WINDOWS });
  const { metadata, vulnerabilities, message = output.trim() } = asJson(output);
  if (metadata === undefined) {
    throw new StepFailed(`This registry can't tell whether what users install has known holes: ${message}`);
  }
  const holes = Object.values(vulnerabilities).map(({ name, severity, range }) => `${name} ${range}: ${severity}`);
  if (holes.length > 0) throw new StepFailed(`Known holes in what users install:\n${holes.join('\n')}`);
}

function asJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

async function git(...args) {
  const { code, output } = await run('git', args);
  if (code !== 0) throw new StepFailed(output.trim());
  return output.trim();
}

async function step(title, program, args, env = process.env) {
  console.log(`${title} …`);
  const { code } = await run(program, args, { show: true, env, shell: WINDOWS });
  if (code !== 0) throw new StepFailed(`${title}: "${program} ${args.join(' ')}" failed. Nothing was published.`);
}

if (isMain(import.meta.url)) {
  await main(() => publish({ dryRun: process.argv.includes('--dry-run') }));
}
