import type { Holding } from './body-budget.ts';
import { BodyError } from './body-error.ts';

/**
 * What is known of whoever sends a large body. `isSigned`: only the whole body will tell.
 */
export type Admission =
  | { admitted: true; isSigned?: (raw: Uint8Array) => boolean }
  | { admitted: false; refusal: BodyError };

/**
 * Decides whether a body is read beyond its beginning.
 * @param beginning its first bytes, unpacked where they are needed unpacked
 */
export type OpenGate = (beginning: Buffer) => Promise<Admission>;

/** The gate of one body. It is asked only when the body turns out to be large. */
export interface Gate {
  isOpen(): boolean;
  /** It is open, and nothing is left to be proved. */
  isProven(): boolean;
  /** @throws BodyError when the body is not to be read on */
  pass(beginning: Buffer): Promise<void>;
  /** @throws BodyError 401 when a signature was to vouch for the body and does not fit */
  prove(raw: Buffer): void;
}

export function openGateWith(open: OpenGate, holding: Holding): Gate {
  let isOpen = false;
  let isSigned: ((raw: Uint8Array) => boolean) | undefined;
  return {
    isOpen: () => isOpen,
    isProven: () => isOpen && isSigned === undefined,
    async pass(beginning) {
      const admission = await open(beginning);
      if (!admission.admitted) throw admission.refusal;
      isSigned = admission.isSigned;
      holding.enlarge(isSigned === undefined);
      isOpen = true;
    },
    prove(raw) {
      if (isSigned === undefined) return;
      if (!isSigned(raw))
        throw new BodyError(401, 'it is large, and its X-Hook-Signature fits no secret that is known');
      isSigned = undefined;
      holding.prove();
    },
  };
}
