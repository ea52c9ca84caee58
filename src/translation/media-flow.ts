import { isBlank } from '../core/text.ts';
import { webAddress } from './link-target.ts';
import type { TextFlow } from './text-flow.ts';

/** Video, audio and embedded pages cannot be sent: their address is a line of the text. */
export class MediaFlow {
  readonly #flow: TextFlow;
  readonly #notes: string[];
  /** A player was opened that has not named its source yet. */
  #waits = false;

  constructor(flow: TextFlow, notes: string[]) {
    this.#flow = flow;
    this.#notes = notes;
  }

  /** @param hidden Whether it stands in something that is not shown: in a player it is another way to play the same. */
  openPlayer(source: string | undefined, hidden: boolean): void {
    if (hidden) this.nameSource(source);
    else if (source === undefined) this.#waits = true;
    else this.#add(source);
  }

  openFrame(source: string | undefined, hidden: boolean): void {
    if (hidden) this.nameSource(source);
    else this.#add(source);
  }

  /** The first of several sources is the one a player prefers. */
  nameSource(source: string | undefined): void {
    if (!this.#waits || source === undefined) return;
    this.#waits = false;
    this.#add(source);
  }

  closePlayer(): void {
    if (this.#waits) this.#add(undefined);
    this.#waits = false;
  }

  #add(source = ''): void {
    const shown = webAddress(source);
    if (shown === undefined) {
      this.#notes.push(`a video, audio or embedded page was left out: ${sourceFault(source)}`);
      return;
    }
    this.#flow.line();
    this.#flow.add(shown);
    this.#flow.line();
  }
}

/** Why a source cannot be used, for the log. */
export function sourceFault(source: string): string {
  if (isBlank(source)) return 'it has no source';
  const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(source)?.[1];
  return scheme === undefined ? 'its source is relative' : `its ${scheme.toLowerCase()}: source cannot be used`;
}
