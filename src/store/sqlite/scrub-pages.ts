import { readSync, writeSync } from 'node:fs';

/** The file of a database, as its header describes it (https://sqlite.org/fileformat2.html). */
export interface PageFile {
  descriptor: number;
  pageSize: number;
  pageCount: number;
}

const HEADER_BYTES = 100;
/** First byte of each kind of b-tree page -> bytes of its header. */
const BTREE_HEADERS: Readonly<Record<number, number>> = { 2: 12, 5: 12, 10: 8, 13: 8 };
/** From here on the number of a page, with which other kinds of pages begin, could look like the kind of a b-tree page. */
const MOST_PAGES = 0x02000000;

/** Reads the header. @returns undefined for a file that is not scrubbed: a size of pages or a number of them unknown here */
export function readPageFile(descriptor: number): PageFile | undefined {
  const header = Buffer.alloc(HEADER_BYTES);
  if (readSync(descriptor, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return undefined;
  const pageSize = header.readUInt16BE(16);
  const pageCount = header.readUInt32BE(28);
  const isPlain = pageSize >= 512 && header.readUInt8(20) === 0 && pageCount < MOST_PAGES;
  return isPlain ? { descriptor, pageSize, pageCount } : undefined;
}

/**
 * Overwrites with zeros what lies in b-tree pages and belongs to no cell. `secure_delete` clears a cell that is deleted
 * where it lies; where SQLite has moved it before, its old bytes stay in the page that it left.
 * Nobody may write to the file meanwhile.
 * @param first number of a page, from 2: the first one holds the schema
 */
export function scrubPages({ descriptor, pageSize }: PageFile, first: number, count: number): void {
  const pages = Buffer.alloc(count * pageSize);
  const zeros = Buffer.alloc(pageSize);
  const start = (first - 1) * pageSize;
  const bytes = readSync(descriptor, pages, 0, pages.length, start);
  for (let offset = 0; offset + pageSize <= bytes; offset += pageSize) {
    const page = pages.subarray(offset, offset + pageSize);
    for (const [from, to] of unusedRanges(page)) {
      if (page.subarray(from, to).equals(zeros.subarray(from, to))) continue;
      page.fill(0, from, to);
      writeSync(descriptor, page, from, to - from, start + offset + from);
    }
  }
}

/** The room between the list of cells and the cells, and the blocks between cells that were freed. */
function unusedRanges(page: Buffer): [from: number, to: number][] {
  const header = BTREE_HEADERS[page.readUInt8(0)];
  if (header === undefined) return [];
  const listEnd = header + 2 * page.readUInt16BE(3);
  const cells = page.readUInt16BE(5);
  if (listEnd > cells || cells > page.length) return [];
  const ranges: [number, number][] = [[listEnd, cells]];
  let block = page.readUInt16BE(1);
  while (block >= cells && block + 4 <= page.length) {
    const [next, size] = [page.readUInt16BE(block), page.readUInt16BE(block + 2)];
    if (size < 4 || block + size > page.length) break;
    ranges.push([block + 4, block + size]);
    if (next <= block) break;
    block = next;
  }
  return ranges;
}

/** Overwrites the pages that wait to be used again; a version without `secure_delete` left in them what they held. */
export function scrubFreePages({ descriptor, pageSize, pageCount }: PageFile): void {
  const header = Buffer.alloc(HEADER_BYTES);
  readSync(descriptor, header, 0, HEADER_BYTES, 0);
  const zeros = Buffer.alloc(pageSize);
  const trunk = Buffer.alloc(pageSize);
  let number = header.readUInt32BE(32);
  // A list that leads nowhere or in a circle ends the walk.
  for (let walked = 0; number >= 2 && number <= pageCount && walked < pageCount; walked += 1) {
    readSync(descriptor, trunk, 0, pageSize, (number - 1) * pageSize);
    const leaves = Math.min(trunk.readUInt32BE(4), pageSize / 4 - 2);
    for (let leaf = 0; leaf < leaves; leaf += 1) {
      const page = trunk.readUInt32BE(8 + 4 * leaf);
      if (page >= 2 && page <= pageCount) writeSync(descriptor, zeros, 0, pageSize, (page - 1) * pageSize);
    }
    const from = 8 + 4 * leaves;
    writeSync(descriptor, zeros, 0, pageSize - from, (number - 1) * pageSize + from);
    number = trunk.readUInt32BE(0);
  }
}
