import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import type { SiteOverview } from '../../nodes/overview/overview';
import { file } from './browser';
import { FakeDocument, type FakeElement } from './fake-document';

const LATER_MS = 4_000;

const SITE: SiteOverview = {
  ...{ id: 'site', name: 'Plant', siteUrl: 'https://jira.example.com', disabled: false, dryRun: false, ok: true },
  ...{ user: 'Ada', inFlight: 1, waiting: 2, pauses: [], events: [], slowest: [], errors: [] },
  minutes: Array.from({ length: 60 }, (_, place) => ({
    ...{ at: new Date(place * 60_000).toISOString(), calls: place === 59 ? 1_234 : 0, limited: 0, waiting: 0 },
  })),
  kept: { count: 0, oldestAt: null, items: [] },
};

const keptItem = (id: string, more: object = {}) => ({
  ...{ id, node: 'n1', operation: 'comment-add', issues: ['OPS-1'], since: '2026-11-27T09:00:00.000Z' },
  ...{ attempts: 1, inDoubt: false, problem: null, stray: false, ...more },
});

/** The tab as Node-RED's editor has it, with as much of a browser as it touches. */
class World {
  readonly document = new FakeDocument();
  readonly root = this.document.createElement('div');
  readonly asked: string[] = [];
  readonly revealed: string[] = [];
  sites: readonly SiteOverview[] = [SITE];
  language = 'en-US';
  mayAct = true;
  isDown = false;
  #seen: (entries: readonly object[]) => void = () => {};
  #timers: (() => void)[] = [];

  async begin(): Promise<void> {
    const world = this;
    class IntersectionObserver {
      constructor(seen: (entries: readonly object[]) => void) {
        world.#seen = seen;
      }
      observe(): void {}
    }
    const ajax = async ({ url }: { url: string }) => this.#respond(url);
    const sandbox = {
      ...{ document: this.document, IntersectionObserver, Intl, Date, Map, Set, JSON },
      window: { setTimeout: (task: () => void) => this.#timers.push(task), clearTimeout: () => this.#timers.splice(0) },
      $: { ajax, getJSON: async (url: string) => this.#respond(url) },
      RED: {
        _: (key: string) => key.split(':').at(-1),
        i18n: { lang: () => this.language },
        user: { hasPermission: () => this.mayAct },
        nodes: { node: (id: string) => (id.startsWith('n') ? { id } : null) },
        utils: { getNodeLabel: ({ id }: { id: string }) => `node ${id}` },
        view: { reveal: (id: string) => this.revealed.push(id) },
      },
    };
    await runInNewContext(`${file('resources/jira-sidebar.js')}\njiraSidebar.begin(root)`, {
      ...sandbox,
      root: this.root,
    });
  }

  /** The tab is opened or closed. */
  async show(isIntersecting: boolean): Promise<void> {
    this.#seen([{ isIntersecting }]);
    await settled();
  }

  /** Four seconds go by. */
  async later(): Promise<void> {
    for (const task of this.#timers.splice(0)) task();
    await settled();
  }

  get timers(): number {
    return this.#timers.length;
  }

  get looks(): number {
    return this.asked.filter((url) => url === 'jira/overview').length;
  }

  get text(): string {
    return this.root.textContent;
  }

  button(name: string | RegExp): FakeElement {
    const all = this.root.all().filter(({ tagName }) => tagName === 'button');
    const found = all.find(({ textContent }) => textContent.search(name) === 0);
    return found ?? assert.fail(`no button ${name} among ${all.map(({ textContent }) => textContent).join(', ')}`);
  }

  has(name: string): boolean {
    return this.root.all().some(({ tagName, textContent }) => tagName === 'button' && textContent === name);
  }

  async press(name: string | RegExp): Promise<void> {
    this.button(name).focus();
    this.button(name).click();
    await settled();
  }

  #respond(url: string): unknown {
    this.asked.push(url);
    const words = /jira-sidebar\.(.+)\.json$/.exec(url)?.[1];
    if (words) return JSON.parse(file(`resources/jira-sidebar.${words}.json`));
    if (this.isDown) throw { status: 0 };
    return url === 'jira/overview' ? { sites: this.sites } : {};
  }
}

/** Lets every promise that can go on go on. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('the sidebar', () => {
  let world: World;
  beforeEach(async () => {
    world = new World();
    await world.begin();
  });

  it(`asks when it is seen and every ${LATER_MS / 1_000} s from then on, and not at all before and after`, async () => {
    assert.equal(world.looks, 0);
    await world.show(true);
    assert.equal(world.looks, 1);
    await world.later();
    assert.equal(world.looks, 2);
    await world.show(false);
    assert.equal(world.timers, 0);
    await world.later();
    assert.equal(world.looks, 2);
    await world.show(true);
    assert.equal(world.looks, 3);
  });

  it('asks for nothing while the window is hidden, and at once when it is back', async () => {
    await world.show(true);
    world.document.hide(true);
    await settled();
    assert.equal(world.timers, 0);
    await world.later();
    assert.equal(world.looks, 1);
    world.document.hide(false);
    await settled();
    assert.equal(world.looks, 2);
  });

  it('goes on asking while the runtime is away, keeps what it knows in sight, and says so', async () => {
    await world.show(true);
    world.isDown = true;
    await world.later();
    assert.ok(world.text.includes('Plant') && world.text.includes('form.lookup.noRuntime'), world.text);
    world.isDown = false;
    await world.later();
    assert.doesNotMatch(world.text, /noRuntime/);
  });

  it('says in words what the picture shows, with figures as the language has them', async () => {
    await world.show(true);
    const [picture] = world.root.all().filter(({ tagName }) => tagName === 'svg');
    assert.match(picture?.getAttribute('aria-label') ?? '', /^Last hour: calls: 1,234, refused/);
    assert.match(world.text, /Answers · signed in as Ada/);
  });

  for (const [language, words] of [
    ['de', 'Letzte Stunde'],
    ['de-AT', 'Letzte Stunde'],
    ['ko', 'Last hour'],
  ] as const) {
    it(`has the words of ${language}, or English where there are none`, async () => {
      const other = new World();
      other.language = language;
      await other.begin();
      await other.show(true);
      assert.ok(other.text.includes(words), other.text);
      assert.equal(other.asked.filter((url) => url.endsWith('.json')).length, 1);
    });
  }

  it('shows sites as they come and go, and says where there is none', async () => {
    world.sites = [];
    await world.show(true);
    assert.match(world.text, /No Jira site is deployed/);
    world.sites = [SITE, { ...SITE, id: 'other', name: '', ok: null }];
    await world.later();
    assert.ok(world.text.includes('jira.example.com') && world.text.includes('Being asked'), world.text);
    world.sites = [{ ...SITE, dryRun: true, signedInUntil: '2027-01-15T08:00:00.000Z' }];
    await world.later();
    assert.doesNotMatch(world.text, /Being asked/);
    assert.match(world.text, /Dry run.*until Jan 15, 2027/s);
  });

  it('says what is wrong with a site, and what holds its calls back', async () => {
    const problem = { code: 'JIRA_CONFIG', message: 'The site is disabled.', hint: 'Enable it.' };
    const { user: _user, ...bare } = SITE;
    const pauses = [
      { scope: 'site', reason: 'quota', seconds: 7 },
      { scope: 'endpoint:GET /issue/{issueIdOrKey}', reason: null, seconds: 3 },
    ];
    world.sites = [{ ...bare, ok: false, disabled: true, siteUrl: null, minutes: [], problem, pauses }];
    await world.show(true);
    assert.match(world.text, /Disabled.*The site is disabled\. Enable it\./s);
    assert.match(world.text, /All calls wait.*7 sec left · quota.*These calls wait: GET \/issue\/\{issueIdOrKey\}/s);
  });

  it('turns to a node at a press, and names one that was deleted since without a press', async () => {
    const error = {
      operation: 'issue-get',
      code: 'JIRA_NOT_FOUND',
      message: 'Gone.',
      at: '2026-11-27T09:00:00Z',
      count: 3,
    };
    const slow = { node: 'n2', operation: 'issue-search', ms: 61_000, at: '2026-11-27T09:00:00Z' };
    world.sites = [
      {
        ...SITE,
        errors: [
          { ...error, node: 'n1' },
          { ...error, node: 'deleted' },
        ],
        slowest: [slow],
      },
    ];
    await world.show(true);
    await world.press('node n1');
    assert.deepEqual(world.revealed, ['n1']);
    assert.match(world.text, /3 times · JIRA_NOT_FOUND/);
    assert.match(world.text, /\(deleted since\)/);
    assert.match(world.text, /node n2.*1 min/s);
  });

  it('tells what listens for events, and until when', async () => {
    const problem = { code: 'JIRA_AUTH', message: 'Refused.', hint: '' };
    const webhook = { registered: true, expiresAt: '2027-01-15T08:00:00Z', lastDeliveryAt: null, lastProblem: problem };
    const events = {
      node: 'n1',
      lastEventAt: '2026-11-27T09:00:00Z',
      nextRoundAt: null,
      lagging: 312,
      problem: null,
      webhook,
    };
    world.sites = [{ ...SITE, events: [events] }];
    await world.show(true);
    assert.match(
      world.text,
      /last event: Nov 27, 2026.*still to read: 312 · webhook registered · webhook expires: Jan 15, 2027/s,
    );
    assert.match(world.text, /Refused\./);
  });

  describe('with kept messages', () => {
    const items = [
      keptItem('1'),
      keptItem('2'),
      keptItem('3', { issues: ['OPS-2'], inDoubt: true }),
      keptItem('4', { stray: true, node: 'x' }),
    ];
    beforeEach(async () => {
      world.sites = [{ ...SITE, kept: { count: 150, oldestAt: items[0]?.since ?? null, items } }];
      await world.show(true);
    });

    it('offers to send those whose turn it is: not those behind others, nor those without a node', async () => {
      assert.match(world.text, /waiting: 150.*the first 4 are shown/s);
      const sends = world.root
        .all()
        .filter(({ tagName, textContent }) => tagName === 'button' && textContent === 'Send now');
      assert.equal(sends.length, 2);
      assert.match(world.text, /behind another message.*may be in Jira already.*its node is gone/s);
    });

    it('is left alone while nothing changes, so that nobody loses the place where they are', async () => {
      const look = world.button('Look');
      look.focus();
      await world.later();
      assert.equal(world.document.activeElement, look);
      world.sites = [{ ...SITE, kept: { count: 149, oldestAt: null, items } }];
      await world.later();
      assert.notEqual(world.document.activeElement, look);
      assert.equal(world.document.activeElement?.getAttribute('data-key'), 'look 1');
    });

    it('drops one at the second press alone, and leaves the keyboard where a third one does no harm', async () => {
      const posts = () => world.asked.filter((url) => /drop$/.test(url));
      await world.press('Drop');
      assert.equal(world.document.activeElement?.textContent, 'Keep it');
      await world.press('Keep it');
      assert.deepEqual(posts(), []);
      await world.press('Drop');
      world.sites = [{ ...SITE, kept: { count: 3, oldestAt: null, items: items.slice(1) } }];
      await world.press('Drop for good');
      assert.deepEqual(posts(), ['jira/sites/site/kept/1/drop']);
      assert.match(world.text, /Dropped\./);
      assert.notEqual(world.document.activeElement?.tagName, 'button');
    });

    it('sends all whose turn it is, and shows a message when it is looked at', async () => {
      await world.press('Send all now');
      assert.deepEqual(
        world.asked.filter((url) => /send$/.test(url)),
        ['jira/sites/site/kept/1/send', 'jira/sites/site/kept/3/send'],
      );
      await world.press('Look');
      assert.ok(world.root.all().some(({ tagName }) => tagName === 'pre'));
      await world.press('Look');
      assert.ok(!world.root.all().some(({ tagName }) => tagName === 'pre'));
    });

    it('offers nothing but to look and to save to those who may only look', async () => {
      const other = new World();
      other.mayAct = false;
      other.sites = world.sites;
      await other.begin();
      await other.show(true);
      assert.deepEqual(
        ['Look', 'Save as JSON', 'Save all as JSON'].map((name) => other.has(name)),
        [true, true, true],
      );
      assert.deepEqual(
        ['Send now', 'Send all now', 'Drop'].map((name) => other.has(name)),
        [false, false, false],
      );
    });
  });
});

describe('the tab of the sidebar', () => {
  const tabs = (mayLook: boolean): unknown[] => {
    const added: unknown[] = [];
    runInNewContext(file('resources/jira-editor.js'), {
      URL,
      IntersectionObserver: class {
        observe(): void {}
      },
      $: () => [{}],
      document: { addEventListener() {} },
      RED: {
        events: { on() {} },
        hooks: { add() {} },
        user: { hasPermission: () => mayLook },
        sidebar: { addTab: (tab: { id: string }) => added.push(tab.id) },
      },
    });
    return added;
  };

  it('is there for those who may look, and for nobody else', () => {
    assert.deepEqual([tabs(true), tabs(false)], [['jira-flows'], []]);
  });
});
