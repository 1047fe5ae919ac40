/** What a response's headers say of a limit that has not been reached yet. */
export interface LimitHeaders {
  /** A bucket as Data Center describes it: so many calls at once, and so many more per second. */
  readonly bucket?: { readonly size: number; readonly left: number; readonly perSecond: number } | undefined;
  /** A quota as Cloud describes it: calls left until it begins anew. */
  readonly quota?: { readonly left: number; readonly seconds: number } | undefined;
  /** Less than a fifth of a quota is left. */
  readonly near: boolean;
  /** Calls that the current limit still allows. */
  readonly left?: number | undefined;
}

type Headers = Readonly<Record<string, string>>;

/**
 * Reads Jira's limit headers, by their lower-case names. The `Beta-` forms are left alone: they tell of limits that are not
 * enforced yet.
 * @see https://developer.atlassian.com/cloud/jira/platform/rate-limiting/
 */
export function readLimitHeaders(headers: Headers): LimitHeaders {
  const left = number(headers['x-ratelimit-remaining']);
  return {
    bucket: bucketOf(headers, left),
    quota: tightestQuota(headers.ratelimit ?? ''),
    near: headers['x-ratelimit-nearlimit']?.toLowerCase() === 'true',
    left,
  };
}

function bucketOf(headers: Headers, left: number | undefined): LimitHeaders['bucket'] {
  const size = number(headers['x-ratelimit-limit']);
  const fill = number(headers['x-ratelimit-fillrate']);
  const seconds = number(headers['x-ratelimit-interval-seconds']);
  if (size === undefined || left === undefined || !fill || !seconds) return undefined;
  return { size, left, perSecond: fill / seconds };
}

/** `"global-app-quota";r=11000;t=600, …`: any number of entries, and `r` only near the limit. */
function tightestQuota(header: string): LimitHeaders['quota'] {
  const quotas = header.split(',').flatMap((entry) => {
    const left = number(/;\s*r=(\d+)/.exec(entry)?.[1]);
    const seconds = number(/;\s*t=(\d+)/.exec(entry)?.[1]);
    return left === undefined || !seconds ? [] : [{ left, seconds }];
  });
  return quotas.sort((one, other) => one.left / one.seconds - other.left / other.seconds)[0];
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}
