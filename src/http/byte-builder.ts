/** Bytes that come in pieces, put into one piece of memory. */
export interface ByteBuilder {
  append(piece: Uint8Array): void;
  size(): number;
  /** What came so far; not a copy. */
  view(): Buffer;
}

/** A list of the pieces would do for decent senders; pieces of one byte would cost a hundred times their size in it. */
export function createByteBuilder(): ByteBuilder {
  let bytes = Buffer.alloc(0);
  let size = 0;
  return {
    append(piece) {
      if (size + piece.length > bytes.length) {
        const larger = Buffer.allocUnsafe(Math.max(size + piece.length, size * 2));
        bytes.copy(larger, 0, 0, size);
        bytes = larger;
      }
      bytes.set(piece, size);
      size += piece.length;
    },
    size: () => size,
    view: () => bytes.subarray(0, size),
  };
}
