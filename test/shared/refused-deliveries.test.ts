import { expect, test } from 'vitest';
import { sendRequest } from '../support/send-request.ts';
import { startSharedStand } from '../support/shared-stand.ts';
import { envelopeOf } from '../support/smooch-bodies.ts';
import { WEBHOOK_SECRET } from '../support/stand.ts';

const MEDIA = 'https://media.example.com/bike.png';
const contents = [{ title: 'Bike', answer: `<p>Look:</p><img src="${MEDIA}"><p>Nice?</p>` }];

test('what a channel refused is said as text once, whichever instances hear of it', async ({ onTestFinished }) => {
  const stand = await startSharedStand({
    instances: 2,
    chatbot: { knowledge: { contents } },
    smooch: { media_pause_ms: 20_000 },
  });
  onTestFinished(() => stand.stop());
  stand.smooch.control.deliveryEvents.settings.enabled = false;
  const tell = async (instance: number, from: { appId: string; id: string }, id: string) => {
    const body = envelopeOf(from, 'message:delivery:failure', {
      message: { _id: id },
      destination: { type: 'whatsapp' },
      error: { code: 'bad_request' },
    });
    const headers = { 'content-type': 'application/json', 'x-api-key': WEBHOOK_SECRET };
    const url = stand.instances[instance]!.url;
    expect((await sendRequest(url, { method: 'POST', headers, body: JSON.stringify(body) })).status).toBe(200);
  };
  const user = stand.user('whatsapp');
  user.say('bike');
  const [, image] = await stand.smooch.control.waitForMessages(user.id, 2);
  // One of them runs the turn; both are told.
  await Promise.all([0, 1, 0, 1].map((instance) => tell(instance, user, image!._id)));
  await stand.smooch.control.waitForMessages(user.id, 4);
  await stand.allDone();
  await tell(1, user, image!._id);
  await stand.allDone();
  expect(user.received.map(({ text, mediaUrl }) => mediaUrl ?? text)).toEqual(['Look:', MEDIA, MEDIA, 'Nice?']);
}, 90_000);
