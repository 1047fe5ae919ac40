import assert from 'node:assert/strict';
import { load } from 'cheerio';
import { actions } from '../../nodes/actions/index';
import { isRecord } from '../../nodes/client/json';
import { allInputs } from '../../nodes/definition';
import { referenceOf } from '../../nodes/forms/reference';
import { file, languages } from '../editor/browser';

describe('the rendered help', () => {
  for (const language of languages) {
    for (const action of actions) {
      const { type } = action;
      const help = () =>
        load(load(file(`dist/locales/${language.name}/${type}.html`))(`script[data-help-name="${type}"]`).html() ?? '');

      it(`${language.name} ${type}: explains exactly the inputs that the form has`, () => {
        const terms = help()('dl')
          .first()
          .find('dt')
          .toArray()
          .map((term) => load(term).root().text().split(' ')[0]);
        assert.deepEqual(terms, Object.keys(allInputs(action)));
        const explanations = help()('dl').first().find('dd').toArray();
        for (const one of explanations) assert.ok(load(one).root().text().trim().length > 10);
      });

      it(`${language.name} ${type}: leads to Jira's own description, and leaves no gap or markup unfilled`, () => {
        const page = referenceOf(action);
        assert.equal(help()('a').last().attr('href'), page);
        const prose = help()('p, dt, dd, li').text();
        assert.doesNotMatch(prose, /`|__|undefined|\[object/);
      });

      it(`${language.name} ${type}: gives an example that the node takes`, () => {
        const message = language.entry(type, 'help.example');
        const payload = isRecord(message) ? message.payload : undefined;
        assert.ok(isRecord(payload), 'no example');
        const names = Object.keys(allInputs(action));
        for (const name of Object.keys(payload)) assert.ok(names.includes(name), `the example has "${name}"`);
      });
    }
  }
});
