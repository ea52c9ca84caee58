import { expect, test } from 'vitest';
import { pictureAddress } from '../../../../sandbox/page/web/agent/picture-address.ts';

const desk = 'http://127.0.0.1:4001/api';

test.each([
  ['/media/m_1', '/api/page/desk-media/m_1'],
  ['media/m_1', '/api/page/desk-media/m_1'],
  ['http://127.0.0.1:4001/v1/media/m_1?token=secret', '/api/page/desk-media/m_1'],
  ['http://127.0.0.1:4002/media/bike-red.png', 'http://127.0.0.1:4002/media/bike-red.png'],
  ['https://example.org/media/1', 'https://example.org/media/1'],
  ['data:image/gif;base64,AAAA', 'data:image/gif;base64,AAAA'],
])('%s in a text of the desk is read from %s', (source, address) => {
  expect(pictureAddress(source, desk)).toBe(address);
});
