import assert from 'node:assert/strict';
// All of Node-RED would take a second to load; this part evaluates the typed properties.
import { util } from '@node-red/util';
import type { Node, NodeAPI, NodeMessage } from 'node-red';
import { JiraError } from '../../nodes/client/errors/jira-error';
import { typedValue, type ValueSource } from '../../nodes/engine/typed-values';

/** Node-RED's contexts, as far as a property's evaluation asks them. */
const context = (stored: Readonly<Record<string, unknown>>) => ({
  get: (key: string, store: string | undefined, done: (error: unknown, value?: unknown) => void) =>
    store === 'broken' ? done(new Error('no such store')) : done(null, stored[`${store ?? ''}/${key}`]),
});
const NODE = {
  id: 'n1',
  context: () => ({
    flow: context({ '/site.name': 'North', 'file/shift': 'late' }),
    global: context({ '/unit': 'bar' }),
  }),
} as unknown as Node;

/** What a template becomes, and what was said about it. */
async function filled(template: string, msg: object): Promise<{ text: unknown; warnings: unknown[] }> {
  const warnings: unknown[] = [];
  const warn = (reason: string, values: object) => warnings.push([reason, values]);
  const source: ValueSource = { RED: { util } as NodeAPI, node: NODE, msg: msg as NodeMessage, warn };
  const { value } = await typedValue(source, 'description', 'template', template);
  return { text: value, warnings };
}

const PUMP = {
  name: 'Pump <4> & "co"',
  limits: { max: 6.5 },
  tags: ['hot', 'loud'],
  off: false,
  zero: 0,
  at: new Date(0),
};
const hostile = new Proxy(
  {},
  {
    get() {
      throw new Error('keep out');
    },
  },
);

describe('a template', () => {
  const cases: readonly [title: string, template: string, expected: string][] = [
    [
      'values of the message as they are, never escaped for HTML',
      '{{payload.name}} {{{payload.name}}}',
      'Pump <4> & "co" Pump <4> & "co"',
    ],
    ['its lines', 'one\n  {{payload.limits.max}}\n', 'one\n  6.5\n'],
    ['no and zero, which are values', '{{payload.off}} {{payload.zero}}', 'false 0'],
    ['objects and lists as JSON', '{{payload.limits}} {{payload.tags}}', '{"max":6.5} ["hot","loud"]'],
    ['times as Jira and everybody reads them', '{{payload.at}}', '1970-01-01T00:00:00.000Z'],
    ['what a buffer holds', '{{file}}', 'log'],
    ['an item of a list, and how many there are', '{{payload.tags.1}} of {{payload.tags.length}}', 'loud of 2'],
    [
      'a part for each item, and one for where there are none',
      '{{#payload.tags}}{{.}}/{{unit}} {{/payload.tags}}{{^payload.none}}none{{/payload.none}}',
      'hot/m loud/m none',
    ],
    ['inside a part, what is around it', '{{#payload.limits}}{{max}} {{topic}}{{/payload.limits}}', '6.5 alarm'],
    [
      'the contexts of the flow, of a store by name, and of all flows',
      '{{flow.site.name}} {{flow[file].shift}} {{global.unit}}',
      'North late bar',
    ],
    ['an environment variable', '{{env.TEMPLATE_PLANT}}', 'Leeds'],
    ['what is empty on purpose', '[{{payload.nothing}}]', '[]'],
    ['no sign of a partial, of which there are none', 'a{{> other}}b', 'ab'],
  ];
  const msg = { topic: 'alarm', unit: 'm', file: Buffer.from('log'), payload: { ...PUMP, nothing: null } };
  for (const [title, template, expected] of cases) {
    it(`shows ${title}`, async () => {
      process.env.TEMPLATE_PLANT = 'Leeds';
      try {
        assert.deepEqual(await filled(template, msg), { text: expected, warnings: [] });
      } finally {
        delete process.env.TEMPLATE_PLANT;
      }
    });
  }

  it('is empty, with a warning, where a value is not there', async () => {
    const template =
      '[{{payload.x}}{{payload.x.y}}{{flow.x}}{{env.TEMPLATE_UNSET}}{{#payload.name}}{{length}}{{/payload.name}}]';
    const { text, warnings } = await filled(template, { payload: PUMP });
    assert.equal(text, '[]');
    const missing = '"payload.x", "payload.x.y", "flow.x", "env.TEMPLATE_UNSET", "length"';
    assert.deepEqual(warnings, [['templateMissing', { name: 'description', missing }]]);
  });

  it('calls no function that a message holds, and shows none', async () => {
    let called = false;
    const trap = () => {
      called = true;
    };
    const payload = { trap, toString: trap, day: new Date(Number.NaN) };
    const { text } = await filled(
      '{{payload.trap}}{{#payload.trap}}x{{/payload.trap}}{{payload.constructor.name}}{{payload.day}}',
      {
        payload,
      },
    );
    assert.equal(text, '');
    assert.equal(called, false);
  });

  for (const [title, template, payload] of [
    ['which throws', '{{payload.x}}', hostile],
    [
      'which JSON can not hold',
      '{{payload}}',
      (() => {
        const loop: Record<string, unknown> = {};
        loop.loop = loop;
        return loop;
      })(),
    ],
    ['of a store that there is none of', '{{flow[broken].x}}', {}],
  ] as const) {
    it(`fails with the input's name for a value ${title}`, async () => {
      const failure = await filled(template, { payload }).catch((error: unknown) => error);
      assert.ok(failure instanceof JiraError, String(failure));
      assert.deepEqual(
        [failure.code, failure.reason, failure.values.name],
        ['JIRA_INPUT', 'input.unevaluable', 'description'],
      );
    });
  }

  it('that nobody has closed is told as such', async () => {
    const failure = await filled('Pump {{payload.name', {}).catch((error: unknown) => error);
    assert.ok(failure instanceof JiraError);
    assert.match(String(failure.values.detail), /Unclosed tag/);
  });
});
