import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileName } from '../../src/net/file-name.ts';

const UNKNOWN = 'application/octet-stream';

/** The name of a file whose address, or whose sender, calls it so. */
const named = (name: string, mediaType: string) => ({
  byAddress: fileName({ url: new URL(`https://x.example/${encodeURIComponent(name)}`), mediaType, called: {} }),
  bySender: fileName({ url: new URL('https://x.example/0815'), mediaType, called: { name } }),
});

describe('the extension is that of the type', () => {
  test.each([
    ['voice.oga', 'audio/ogg', 'voice.ogg'],
    ['PTT.opus', 'audio/ogg', 'PTT.ogg'],
    ['PTT-20240101-WA0001.opus', 'audio/opus', 'PTT-20240101-WA0001.ogg'],
    ['rec.bin', 'audio/mp4', 'rec.m4a'],
    ['p.jfif', 'image/jpeg', 'p.jpg'],
    ['p.JPEG', 'image/jpeg', 'p.JPEG'],
    ['photo.heic', 'image/jpeg', 'photo.jpg'],
    ['song.mpga', 'audio/mpeg', 'song.mp3'],
    ['film.qt', 'video/quicktime', 'film.mov'],
    ['note.amr', 'audio/amr', 'note.amr'],
    ['scan.tmp', 'application/pdf', 'scan.pdf'],
    ['Minutes.final', 'application/pdf', 'Minutes.final.pdf'],
    ['letter.docx', 'application/zip', 'letter.docx'],
    ['prices.csv', 'text/plain', 'prices.csv'],
    ['places.geojson', 'application/json', 'places.geojson'],
    ['what.ever', 'application/x-nobody-knows', 'what.ever'],
    ['report.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'report.docx'],
  ])('%s, %s: %s', (name, mediaType, expected) => {
    expect(named(name, mediaType)).toEqual({ byAddress: expected, bySender: expected });
  });

  test.each([
    ['clip', 'video/3gpp', 'clip.3gp'],
    ['clip', 'audio/3gpp', 'clip.3gp'],
    ['voice', 'audio/aac', 'voice.aac'],
    ['Report v1.2', 'application/pdf', 'Report v1.2.pdf'],
    ['2024.05.01', 'image/png', '2024.05.01.png'],
    ['notes', 'text/plain', 'notes.txt'],
    ['', 'image/webp', 'file.webp'],
    ['clip', UNKNOWN, 'clip'],
  ])('%j without one, %s: %s', (name, mediaType, expected) => {
    expect(named(name, mediaType).byAddress).toBe(expected);
  });

  test('where the server does not tell the type, the sender does', () => {
    const url = new URL('https://x.example/media/0815');
    const called = { name: 'rec.bin', mediaType: 'Audio/MP4; codecs=aac' };
    expect(fileName({ url, mediaType: UNKNOWN, called })).toBe('rec.m4a');
    expect(fileName({ url, mediaType: 'video/mp4', called })).toBe('rec.mp4');
    expect(fileName({ url, mediaType: UNKNOWN, called: { name: 'rec.bin' } })).toBe('rec.bin');
  });
});

test('the file of an agent keeps its extension, and gets one where it has none', () => {
  const mediaType = 'image/png';
  expect(fileName({ url: new URL('https://x.example/setup.exe'), mediaType })).toBe('setup.exe');
  expect(fileName({ url: new URL('https://x.example/a/..%2F\u202e0815'), mediaType })).toBe('0815.png');
});

describe('the name is one part of a path, as it looks', () => {
  test.each([
    ['../../x.png', 'x.png'],
    ['..\\..\\x.png', 'x.png'],
    ['..%2F..%5Cx.png', 'x.png'],
    ['/etc/passwd.png', 'passwd.png'],
    ['.htaccess.png', 'htaccess.png'],
    ['invoice\u202egpj.exe.png', 'invoicegpj.exe.png'],
    ['\u2066a\u2069\u200e\u200f\u061c.png', 'a.png'],
    ['a\u0000\u0007\r\n\u0085b.png', 'ab.png'],
    ['a\ufeff\u00ad\u2028\u2029\u{e0041}b.png', 'ab.png'],
    ['نامه\u200cها.png', 'نامه\u200cها.png'],
    ['👩\u200d👧.png', '👩\u200d👧.png'],
    ['a.png. .', 'a.png'],
    [`${'x'.repeat(300)}.png`, `${'x'.repeat(96)}.png`],
  ])('%j', (name, expected) => {
    expect(named(name, 'image/png')).toEqual({ byAddress: expected, bySender: expected });
  });

  test.each(['..', '.', '../', '\u202e', ' ', 'A red bike in front of a wall', 'Invoice no. 12'])(
    'what is none or a description (%j) leaves that of the address',
    (name) => {
      expect(named(name, 'image/png').bySender).toBe('0815.png');
    },
  );

  test('whatever it is called, and in a time that grows with its length only', () => {
    const signs = fc.string({
      unit: fc.constantFrom('.', '/', '\\', '%2f', '\u202e', 'a', 'png', ' ', '\n', '\ud800'),
    });
    fc.assert(
      fc.property(signs, (name) => {
        const { byAddress, bySender } = named(name.toWellFormed(), 'image/png');
        for (const one of [byAddress, bySender]) {
          expect(one).toMatch(/^[^./\\\p{Cc}\u202e][^/\\\p{Cc}\u202e]*\.png$/u);
        }
      }),
    );
    const began = performance.now();
    for (const sign of ['.', ' ', '/', '\u202e', 'a.', '%2f'])
      fileName({
        url: new URL('https://x.example/0815'),
        mediaType: 'image/png',
        called: { name: sign.repeat(1_000_000) },
      });
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
