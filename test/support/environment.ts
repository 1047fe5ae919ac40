const NAMES = ['http_proxy', 'https_proxy', 'no_proxy', 'all_proxy'].flatMap((name) => [name, name.toUpperCase()]);

/** Hides the proxies of the machine that runs the tests of this `describe`, and undoes what they set. */
export function withoutProxies(): void {
  const before = new Map<string, string | undefined>();
  beforeEach(() => {
    for (const name of NAMES) {
      before.set(name, process.env[name]);
      delete process.env[name];
    }
  });
  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
}
