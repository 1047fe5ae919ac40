import { personId } from '../../demo/seed/people';
import type { Deployment } from '../../nodes/client/http/request';
import { assertHolds } from '../support/assert';

/** A call as it leaves: method, path below the API root with its query; and its body, where that matters. */
export type Call = readonly [call: string, body?: unknown];

/** What every suite that goes through the actions knows of one: a file `test/actions/<resource>/<verb>.ts` beside its declaration. */
export interface Cases {
  /** `msg.payload` of an everyday message, which the demo Jira can carry out. */
  readonly payload: unknown;
  /** Properties of the node, where its defaults don't show everything. */
  readonly node?: Readonly<Record<string, unknown>>;
  /** The calls that leave for it, look-ups included. */
  readonly calls: Readonly<Record<Deployment, readonly Call[]>>;
  /** Checks what the flow gets. */
  readonly result: (payload: unknown, deployment: Deployment) => void;
  /** The same by hand: what is filled into the form, as texts, all that is required among it, and what the debug sidebar then shows. */
  readonly browser: { readonly form: Readonly<Record<string, string>>; readonly shows: RegExp };
  /** With the records of Atlassian's own documents: the message, unless the everyday one will do, and where the records of a list are. */
  readonly example?: {
    readonly payload?: unknown;
    readonly records?: string | Readonly<Partial<Record<Deployment, string>>>;
  };
}

/** A value that is another one on each deployment. */
export class ByDeployment {
  constructor(readonly values: Readonly<Record<Deployment, unknown>>) {}
}

/** Checks the shape of an action's cases at compile time and returns them unchanged. */
export function defineCases(cases: Cases): Cases {
  return cases;
}

/** A person as a bare payload: the account id on Cloud, the user name on Data Center. */
export const BEN_ON_CLOUD = personId('cloud', 'ben');
export const BEN = new ByDeployment({ cloud: BEN_ON_CLOUD, datacenter: 'ben' });

/** A Cloud document, and what it is made of. */
export const adf = (...content: object[]): object => ({ type: 'doc', version: 1, content });
export const paragraph = (...content: object[]): object => ({ type: 'paragraph', content });
export const plain = (text: string): object => ({ type: 'text', text });
export const bold = (text: string): object => ({ type: 'text', text, marks: [{ type: 'strong' }] });

/** A result that holds these entries; it may hold more. */
export const has =
  (expected: object) =>
  (payload: unknown): void =>
    assertHolds(payload, expected);

/** The same calls on both deployments. */
export const same = (...calls: readonly Call[]): Cases['calls'] => ({ cloud: calls, datacenter: calls });
