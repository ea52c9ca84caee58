import { randomBytes } from 'node:crypto';
import { baseName } from '../../control/base-name.ts';
import { mediaTypeOf } from './media-types.ts';

export interface MediaFile {
  bytes: Uint8Array<ArrayBuffer>;
  mediaType: string;
}

/** The files the simulator serves, as Smooch's media host does. Kept in memory. */
export interface MediaStore {
  /** Keeps a file and returns the public URL under which it is served. Folders in its name are left out. */
  add(name: string, bytes: Uint8Array<ArrayBuffer>): string;
  /** The file of a public URL or of its path. */
  get(url: string): MediaFile | undefined;
  /** False when there is no such file. */
  remove(url: string): boolean;
  /** True for a URL of this host, whether or not there is such a file. */
  owns(url: string): boolean;
}

/** @param origin where the simulator listens; known only once it does, hence a function */
export function createMediaStore(origin: () => string): MediaStore {
  const files = new Map<string, MediaFile>();
  const pathOf = (url: string): string => URL.parse(url, origin())?.pathname ?? '';
  return {
    add(name, bytes) {
      const path = `/media/${randomBytes(12).toString('hex')}/${encodeURIComponent(baseName(name))}`;
      files.set(path, { bytes, mediaType: mediaTypeOf(name) ?? 'application/octet-stream' });
      return origin() + path;
    },
    get: (url) => files.get(pathOf(url)),
    remove: (url) => files.delete(pathOf(url)),
    owns: (url) => URL.parse(url)?.origin === origin(),
  };
}
