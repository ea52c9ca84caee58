import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConnectorLabels } from '../../../sandbox/page/protocol/page-protocol.ts';
import { openPage, type PageClient } from './page-client.ts';

let client: PageClient;
beforeAll(async () => {
  client = await openPage();
});
afterAll(() => client.stop());

/** What somebody new is asked who wants a person. */
async function questionOfTheConnector(): Promise<string | undefined> {
  const { control } = client.stand.smooch;
  const user = control.createUser({ platform: 'messenger' });
  user.say('I want to talk to a human');
  const messages = await control.waitForMessages(user.id, 2);
  return messages.at(-1)?.text;
}

test('the connector’s own sentences are there by language and label', async () => {
  const labels = await client.get<ConnectorLabels>('/api/page/labels');
  expect(labels.en?.ask_to_escalate).toBe('Do you want to start a chat with a human agent?');
  expect(Object.keys(labels.es!).sort()).toEqual(Object.keys(labels.en!).sort());
});

test('a label counts when it was posted and the connector has read it', async () => {
  expect(await questionOfTheConnector()).toContain('Do you want to start a chat');
  const drafts = '/api/chatbot/extra-info-drafts/smooch';
  await client.send('PUT', `${drafts}/translations`, { en: [{ ask_to_escalate: 'A person, perhaps?' }] });
  const early = await client.send('POST', '/api/page/connector/read-extra-info');
  expect(early.status).toBe(200);
  expect(await questionOfTheConnector()).toContain('Do you want to start a chat');

  await client.send('POST', `${drafts}/post`);
  await client.send('POST', '/api/page/connector/read-extra-info');
  expect(await questionOfTheConnector()).toBe('A person, perhaps?');
});

test('wrong keys that were posted can be put back', async () => {
  const drafts = '/api/chatbot/extra-info-drafts/smooch';
  const published = (): unknown =>
    client.stand.chatbot.control.extraInfo('smooch').find(({ name }) => name === 'app_tokens')!.value;
  const own = published();
  await client.send('PUT', `${drafts}/app_tokens`, { production: [{ key: 'app_wrong', secret: 'wrong' }] });
  await client.send('POST', `${drafts}/post`);
  expect(published()).not.toEqual(own);
  await client.send('POST', '/api/page/own-app-tokens');
  await client.send('POST', `${drafts}/post`);
  expect(published()).toEqual(own);
});

test('when the bot does not give it out, it is said that nothing was read', async () => {
  const { faults } = client.stand.chatbot.control;
  faults.add({ endpoint: 'data', times: 'always', effect: { kind: 'respond', status: 503 } });
  const refused = await client.send('POST', '/api/page/connector/read-extra-info');
  faults.clear();
  expect([refused.status, await refused.json()]).toEqual([
    400,
    { error: expect.stringContaining('the bot answered with 503') },
  ]);
});
