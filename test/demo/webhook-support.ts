import type { DemoJira } from '../../demo/index';
import { ScriptedServer } from '../support/server';

/** Where webhooks arrive; says 200 unless told otherwise. */
export function webhookReceiver(): { readonly server: ScriptedServer } {
  let running: ScriptedServer | undefined;
  const server = (): ScriptedServer => {
    if (!running) throw new Error('the receiver runs only while tests do');
    return running;
  };
  beforeEach(async () => {
    running = await ScriptedServer.start({ otherwise: { status: 200 } });
  });
  afterEach(() => server().stop());
  return {
    get server() {
      return server();
    },
  };
}

/** The access token of the demo's app on Cloud, let in by Ada. */
export function appTokenOf({ cloud, grants }: DemoJira, scopes = ['read:jira-work', 'manage:jira-webhook']): string {
  const ada = cloud.findUserByName('ada');
  if (!ada) throw new Error('Ada is missing');
  const { clientId, redirectUri } = grants.cloud.app;
  const code = grants.cloud.code({ clientId, userId: ada.id, scopes, redirectUri, elsewhere: false }, undefined);
  const tokens = grants.cloud.exchange(code, redirectUri, undefined);
  if (!tokens) throw new Error('The app was not let in');
  return tokens.accessToken;
}
