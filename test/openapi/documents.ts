import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ApiDocument, type Match } from './api-document';
import { correctOperations, correctSchemas } from './corrections';
import type { Deployment } from './exchange';
import { objectOf } from './json';
import { KNOWN_DEFECTS } from './known-defects';

const PROJECT_ROOT = path.resolve(__dirname, '..', '..');
const DEFAULT_FOLDER = path.resolve(PROJECT_ROOT, '..', 'shared', 'openapi');

const FILES = {
  cloud: { subset: 'jira-cloud-v3.subset.json', full: 'jira-cloud-v3.json', basePath: '' },
  datacenter: { subset: 'jira-dc-v2-10.3.subset.json', full: 'jira-dc-v2-10.3.json', basePath: '/rest' },
} as const;

/** Boards and sprints of Cloud have a document of their own; Data Center's are in its only one. */
const SOFTWARE_FILE = 'jira-software-cloud.json';

/** Atlassian's published OpenAPI documents, read when they are first needed and corrected by the known defects. */
export class Documents {
  readonly #folder: string;
  readonly #corrected: boolean;
  readonly #loaded = new Map<string, ApiDocument>();

  /** @param options.corrected false: the documents as they were published */
  constructor(folder: string, options: { corrected: boolean } = { corrected: true }) {
    this.#folder = folder;
    this.#corrected = options.corrected;
  }

  /** The same documents without our corrections, for the test that these are still needed. */
  asPublished(): Documents {
    return new Documents(this.#folder, { corrected: false });
  }

  /**
   * What a request on a deployment stands for; undefined when no document knows its path.
   * The small documents come first. The full ones decide where the small ones don't know path or method, and where a
   * bare word stands in a variable's place (`/issue/archive`), since the full ones may know that word.
   */
  find(deployment: Deployment, method: string, requestPath: string): Match | undefined {
    const canonical = canonicalPath(deployment, requestPath);
    if (deployment === 'cloud' && canonical.startsWith('/rest/agile/')) {
      return this.#read(deployment, SOFTWARE_FILE).find(method, canonical);
    }
    const match = this.document(deployment, 'subset').find(method, canonical);
    if (match?.operation && !Object.values(match.variables).some((value) => /^[a-z]+$/.test(value))) {
      return match;
    }
    return this.document(deployment, 'full').find(method, canonical);
  }

  /** One of the four files. */
  document(deployment: Deployment, size: 'subset' | 'full'): ApiDocument {
    return this.#read(deployment, FILES[deployment][size]);
  }

  #read(deployment: Deployment, file: string): ApiDocument {
    const loaded = this.#loaded.get(file);
    if (loaded) return loaded;
    const text = readFileSync(path.join(this.#folder, file), 'utf8');
    const json = objectOf(JSON.parse(text));
    const defects = this.#corrected ? KNOWN_DEFECTS.filter((defect) => defect.deployment === deployment) : [];
    correctSchemas(json, defects);
    const document = new ApiDocument(json, FILES[deployment].basePath);
    correctOperations(document, defects);
    this.#loaded.set(file, document);
    return document;
  }
}

/** One name for the paths that mean the same: Cloud serves v3's operations under v2 too, and both know v2 as `latest`. */
function canonicalPath(deployment: Deployment, requestPath: string): string {
  return deployment === 'cloud'
    ? requestPath.replace(/^\/rest\/api\/(2|latest)(?=\/)/, '/rest/api/3')
    : requestPath.replace(/^\/rest\/api\/latest(?=\/)/, '/rest/api/2');
}

/**
 * The documents, or undefined when they are not there: they are not ours to copy, so they lie beside the project.
 * @throws when they are absent in continuous integration (`CI=true`), where nothing may go unchecked
 */
export function loadDocuments(
  folder: string = DEFAULT_FOLDER,
  environment: Record<string, string | undefined> = process.env,
): Documents | undefined {
  if (existsSync(path.join(folder, FILES.cloud.subset))) return new Documents(folder);
  const sentence = `OpenAPI documents not found at ${folder} — exchanges are not checked`;
  if (environment.CI === 'true') throw new Error(`${sentence}, which CI does not allow`);
  process.stderr.write(`${sentence}\n`);
  return undefined;
}
