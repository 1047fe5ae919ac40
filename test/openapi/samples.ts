import { loadDocuments } from './documents';
import type { Documents, Exchange } from './index';

const JSON_HEADERS = { 'content-type': 'application/json;charset=UTF-8' };

type Parts = Partial<Omit<Exchange, 'deployment' | 'method' | 'path'>>;

/** A Cloud exchange: 200 and JSON both ways unless said otherwise. `call` is `GET /rest/api/3/myself?expand=groups`. */
export function cloud(call: string, parts: Parts = {}): Exchange {
  return exchange('cloud', call, parts);
}

/** A Data Center exchange, likewise. */
export function datacenter(call: string, parts: Parts = {}): Exchange {
  return exchange('datacenter', call, parts);
}

function exchange(deployment: Exchange['deployment'], call: string, parts: Parts): Exchange {
  const [method = '', target = ''] = call.split(' ');
  const [path = '', query = ''] = target.split('?');
  return {
    deployment,
    method,
    path,
    query,
    requestHeaders: parts.requestBody === undefined ? {} : JSON_HEADERS,
    requestBody: undefined,
    status: 200,
    responseHeaders: parts.responseBody === undefined ? {} : JSON_HEADERS,
    responseBody: undefined,
    ...parts,
  };
}

/** Gives a suite the documents; where they are absent (never in CI) its tests show as pending. */
export function withDocuments(): () => Documents {
  const documents = loadDocuments();
  before(function () {
    if (!documents) {
      this.skip();
    }
  });
  return () => {
    if (!documents) throw new Error('The OpenAPI documents are absent');
    return documents;
  };
}

export const SITE = 'https://acme.atlassian.net';

export const ADF = {
  type: 'doc',
  version: 1,
  content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Cooling restored' }] }],
};

export const CLOUD_COMMENT = {
  self: `${SITE}/rest/api/3/issue/10234/comment/10871`,
  id: '10871',
  author: { accountId: '712020:5f0c', displayName: 'Ada L.', active: true },
  body: ADF,
  updateAuthor: { accountId: '712020:5f0c' },
  created: '2026-11-20T09:20:11.000+0000',
  updated: '2026-11-20T09:20:11.000+0000',
  jsdPublic: true,
};

export const CLOUD_LINK = {
  id: '10321',
  self: `${SITE}/rest/api/3/issueLink/10321`,
  type: { id: '10000', name: 'Blocks', inward: 'is blocked by', outward: 'blocks' },
  inwardIssue: { id: '10234', key: 'OPS-57', fields: { summary: 'Pump 4 overheats', status: { name: 'In Progress' } } },
  outwardIssue: { id: '10240', key: 'OPS-61', fields: { summary: 'Restart line', status: { name: 'To Do' } } },
};
