/**
 * Makes a clone ready to run: installs what is missing, builds what is out of date, and says nothing when all is in place.
 * Needs nothing but Node.js and npm. `--for-tests` also installs the second Node-RED and the browser that the tests use.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build, buildIsFresh } from './build.mjs';
import { findChromium, installChromium } from './chromium.mjs';
import { exclusively } from './lock.mjs';
import { installPackages, packagesAreInstalled } from './packages.mjs';
import { CACHE, isMain, NODE_RED_5, ROOT } from './paths.mjs';
import { main, StepFailed } from './run.mjs';

/** @param {{ forTests?: boolean }} [options] */
export async function prepare({ forTests = false } = {}) {
  refuseOldNode();
  const steps = [
    {
      line: 'Installing the packages of package-lock.json …',
      isDone: () => packagesAreInstalled(ROOT),
      act: () => installPackages(ROOT),
    },
    forTests && {
      line: 'Installing Chromium for the browser tests …',
      isDone: () => findChromium() !== undefined,
      act: installChromium,
    },
    forTests && {
      line: 'Installing Node-RED 5 for the tests, with the Node.js it needs (about 300 MB) …',
      isDone: () => packagesAreInstalled(NODE_RED_5),
      act: () => installPackages(NODE_RED_5),
    },
    { line: 'Building the nodes …', isDone: buildIsFresh, act: build },
  ].filter(Boolean);

  if (steps.every((step) => step.isDone())) return;
  const work = async () => {
    for (const step of steps.filter((each) => !each.isDone())) {
      console.log(step.line);
      await step.act();
    }
  };
  await exclusively(path.join(CACHE, 'prepare.lock'), work, () =>
    console.log('Waiting for another run that installs or builds …'),
  );
}

function refuseOldNode() {
  const { engines } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const [oldest] = engines.node.match(/\d+/);
  if (Number.parseInt(process.versions.node, 10) < Number(oldest)) {
    throw new StepFailed(
      `This is Node.js ${process.versions.node}, and Node.js ${oldest} or newer is needed: see https://nodejs.org`,
    );
  }
}

if (isMain(import.meta.url)) {
  await main(() => prepare({ forTests: process.argv.includes('--for-tests') }));
}
