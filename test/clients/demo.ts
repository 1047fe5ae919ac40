import { type DemoJira, startDemoJira } from '../../demo/index';
import { foreignExchanges } from '../openapi/hooks';

/** Mocha hooks: a demo Jira, seeded anew before each test, whose responses to other people's clients are checked against Atlassian's documents. */
export function foreignClientDemo(): { readonly jira: DemoJira } {
  let running: DemoJira | undefined;
  before(async () => {
    running = await startDemoJira({ observe: (exchange) => foreignExchanges.observe(exchange) });
  });
  beforeEach(() => running?.reset());
  after(() => running?.close());
  return {
    get jira() {
      if (!running) throw new Error('the demo Jira runs only while tests do');
      return running;
    },
  };
}
