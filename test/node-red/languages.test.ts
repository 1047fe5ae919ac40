import assert from 'node:assert/strict';
import { isRecord } from '../../nodes/client/json';
import { type Language, SHARED_CATALOG } from '../../nodes/forms/catalogs';
import { languages } from '../editor/browser';
import { httpFlow } from '../support/http-flow';
import { type RealNodeRed, startNodeRed } from '../support/node-red';
import { NODE_REDS_OF_THIS_RUN } from '../support/node-red-versions';
import { shownAfter } from '../support/shown';

const [english] = languages;
const german = languageNamed('de');

function languageNamed(wanted: string): Language {
  const found = languages.find(({ name }) => name === wanted);
  assert.ok(found, `there is no translation into ${wanted}`);
  return found;
}

/** A node that has no site, and one that shows its status in the log. */
const FLOWS = [
  ...httpFlow({ path: '/read', nodes: [{ id: 'read', type: 'jira-issue-get', issueIdOrKey: 'OPS-1' }] }),
  { id: 'statuses', type: 'status', z: 'read-flow', x: 100, y: 100, scope: ['read'], wires: [['shown']] },
  {
    id: 'shown',
    type: 'debug',
    z: 'read-flow',
    x: 100,
    y: 100,
    active: true,
    console: true,
    complete: 'status.text',
    targetType: 'msg',
    wires: [],
  },
];

for (const version of NODE_REDS_OF_THIS_RUN) {
  describe(`the languages in a real Node-RED ${version}`, function () {
    this.timeout(120_000);
    let nodeRed: RealNodeRed | undefined;

    const started = async (lang: string | undefined, env: Readonly<Record<string, string>> = {}) => {
      await nodeRed?.stop();
      nodeRed = await startNodeRed({ version, flows: FLOWS, settings: { lang }, env });
      return nodeRed;
    };
    after(() => nodeRed?.stop());

    const speaks = async (running: RealNodeRed, language: Language) => {
      const from = running.log().length;
      const { body } = await running.request('POST', '/read', { payload: {} });
      const error = isRecord(body) && isRecord(body.error) ? body.error : {};
      const words = [language.shared('error.config.noSite'), language.shared('hint.JIRA_CONFIG')];
      assert.equal(error.message, words.join(' '));
      assert.ok((await shownAfter(running, from)).includes(language.shared('status.JIRA_CONFIG')));
    };

    it('Node-RED set to German tells errors and states in German, also as it is spoken in one country', async () => {
      await speaks(await started('de'), german);
      await speaks(await started('de-AT'), german);
    });

    it('Node-RED on a German system without a setting speaks German', async () => {
      await speaks(await started(undefined, { LC_ALL: 'de_DE.UTF-8' }), german);
    });

    it('Node-RED in a language that there is no translation into speaks English', async () => {
      await speaks(await started('tlh'), english);
    });

    describe('an editor', () => {
      before(async () => {
        nodeRed = await started('en-US');
      });

      for (const language of languages) {
        it(`in ${language.name} gets labels and help in that language`, async () => {
          await editorSpeaks(language.name, language);
        });
      }

      it('in the German of one country gets those in German', () => editorSpeaks('de-CH', german));

      it('in a language that there is no translation into gets English help', async () => {
        assert.ok((await helpFor('ko')).includes(english.text('jira-issue-get', 'help.summary') ?? '?'));
        assert.equal((await helpFor('ko')).includes(german.text('jira-issue-get', 'help.summary') ?? '?'), false);
      });
    });

    const helpFor = async (lang: string): Promise<string> => {
      const headers = { accept: 'text/html', 'accept-language': lang };
      const answer = await nodeRed?.request('GET', '/nodes', undefined, headers);
      return String(answer?.body);
    };

    async function editorSpeaks(lang: string, language: Language): Promise<void> {
      const { body } = (await nodeRed?.request('GET', `/nodes/messages?lng=${lang}`)) ?? {};
      const catalogs = isRecord(body) ? body : {};
      const words = (set: string): unknown => catalogs[`@jira-flows/node-red-jira/${set}`];
      assert.deepEqual(Object(words('jira-issue-get')).label, language.text('jira-issue-get', 'label'));
      assert.deepEqual(Object(words(SHARED_CATALOG)).status, language.entry(SHARED_CATALOG, 'status'));
      assert.ok((await helpFor(lang)).includes(language.text('jira-issue-get', 'help.summary') ?? '?'));
    }
  });
}
