import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sniffMime } from '../../src/net/sniff-mime.ts';
import { png } from './file-server.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const openXml = 'application/vnd.openxmlformats-officedocument';

/** An archive's entry, as far as its header and name go. */
const zipEntry = (name: string, content = '') => `PK\x03\x04${'\0'.repeat(26)}${name}${content}`;

const files: [string, Uint8Array, string][] = [
  ['a PNG', png, 'image/png'],
  ['a JPEG', latin1('\xff\xd8\xff\xe0\0\x10JFIF'), 'image/jpeg'],
  ['a GIF', latin1('GIF89a\x01\0'), 'image/gif'],
  ['a WebP', latin1('RIFF\x24\0\0\0WEBPVP8 '), 'image/webp'],
  ['a bitmap', latin1('BM\x36\x10\0\0\0\0\0\0\x36'), 'image/bmp'],
  ['a TIFF', latin1('II*\0\x08'), 'image/tiff'],
  ['a HEIC', latin1('\0\0\0\x18ftypheic\0\0'), 'image/heic'],
  ['an AVIF', latin1('\0\0\0\x18ftypavif\0\0'), 'image/avif'],
  ['a PDF', latin1('%PDF-1.7\n'), 'application/pdf'],
  ['an MP4', latin1('\0\0\0\x18ftypisom\0\0'), 'video/mp4'],
  ['an M4A', latin1('\0\0\0\x18ftypM4A \0\0'), 'audio/mp4'],
  ['a QuickTime film', latin1('\0\0\0\x14ftypqt  \0\0'), 'video/quicktime'],
  ['an MP3 with a tag', latin1('ID3\x04\0'), 'audio/mpeg'],
  ['an MP3 without', latin1('\xff\xfb\x90\x44'), 'audio/mpeg'],
  ['an Ogg voice', latin1(`OggS\0\x02${'\0'.repeat(22)}OpusHead`), 'audio/ogg'],
  ['an Ogg film', latin1(`OggS\0\x02${'\0'.repeat(22)}\x80theora`), 'video/ogg'],
  ['a WAV', latin1('RIFF\x24\0\0\0WAVEfmt '), 'audio/wav'],
  ['a WebM', latin1('\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm'), 'video/webm'],
  ['a Matroska film', latin1('\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska'), 'video/x-matroska'],
  ['an archive', latin1(zipEntry('holiday.txt', 'word/ is only mentioned')), 'application/zip'],
  ['an empty archive', latin1(`PK\x05\x06${'\0'.repeat(18)}`), 'application/zip'],
  [
    'a Word file',
    latin1(zipEntry('[Content_Types].xml', 'xxxx') + zipEntry('word/document.xml')),
    `${openXml}.wordprocessingml.document`,
  ],
  ['an Excel file', latin1(zipEntry('_rels/.rels') + zipEntry('xl/workbook.xml')), `${openXml}.spreadsheetml.sheet`],
  ['a presentation', latin1(zipEntry('ppt/slides/1.xml')), `${openXml}.presentationml.presentation`],
  [
    'an OpenDocument text',
    latin1(zipEntry('mimetype', 'application/vnd.oasis.opendocument.text') + zipEntry('content.xml')),
    'application/vnd.oasis.opendocument.text',
  ],
];

test.each(files)('%s', (_name, bytes, mediaType) => {
  expect(sniffMime(bytes)).toBe(mediaType);
});

test.each(['', 'B', 'BMW is a car', 'RIFF', 'hello', '<svg xmlns="http://www.w3.org/2000/svg"/>'])(
  '"%s" tells nothing',
  (text) => {
    expect(sniffMime(latin1(text))).toBeUndefined();
  },
);

test('a part of a larger buffer is read by itself', () => {
  const buffer = Buffer.concat([Buffer.from('GIF89a'), png]);
  expect(sniffMime(buffer.subarray(6))).toBe('image/png');
});

test('whatever the bytes are, there is an answer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      expect(sniffMime(bytes) ?? 'none/known').toMatch(/^\w+\/[\w.+-]+$/);
    }),
  );
});
