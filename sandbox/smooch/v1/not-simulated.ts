/** Documented parts of the API v1.1 that do not exist here; README.md lists them for people. */
const MISSING: readonly RegExp[] = [
  /\/templates(\/|$)/,
  /\/notifications$/,
  /\/serviceaccounts(\/|$)/,
  /\/deployments(\/|$)/,
  /\/integrations\/[^/]+\/(menu|profile|messagetemplates)(\/|$)/i,
  /\/appusers\/[^/]+\/(authcode|linkrequest|channels|images|stripe|integrations)(\/|$)/,
  /\/middleware\//,
];

/** Whether the real service has something at this path that the simulator does not have. */
export function isNotSimulated(path: string): boolean {
  return path.startsWith('/v1.1/') && MISSING.some((pattern) => pattern.test(path));
}
