import { randomBytes } from 'node:crypto';

export type TrackingCodeKind = 'rate' | 'click';

/** What a code says about the answer it was issued with. */
export type IssuedCode = { kind: TrackingCodeKind; sessionId: string; contentId: number };

export type TrackingCodes = {
  /** A code for one showing of a content. */
  issue(kind: TrackingCodeKind, sessionId: string, contentId: number): string;
  /** What the code was issued for; undefined for one that this simulator did not issue. */
  read(code: string): IssuedCode | undefined;
};

/** Codes carry what they are about, so that nothing has to be remembered per answer. */
export function createTrackingCodes(): TrackingCodes {
  const issuer = randomBytes(6).toString('hex');
  let count = 0;
  return {
    issue(kind, sessionId, contentId) {
      return Buffer.from(`${issuer}.${kind}.${sessionId}.${contentId}.${++count}`).toString('base64');
    },
    read(code) {
      const [from, kind, sessionId, contentId] = Buffer.from(code, 'base64').toString('utf8').split('.');
      if (from !== issuer || sessionId === undefined || (kind !== 'rate' && kind !== 'click')) return undefined;
      return { kind, sessionId, contentId: Number(contentId) };
    },
  };
}
