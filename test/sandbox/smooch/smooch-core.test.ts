import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SmoochControl } from '../../../sandbox/smooch/control/smooch-control.ts';
import type { WireMessage, WireWebhook } from '../../../sandbox/smooch/v1/wire.ts';
import { APP_ID, KEY, startTestApi, type TestApi } from './test-api.ts';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

/** The part of the official client that is used here. */
interface OfficialClient {
  webhooks: {
    create(props: object): Promise<{ webhook: WireWebhook }>;
    list(): Promise<{ webhooks: WireWebhook[] }>;
    get(id: string): Promise<{ webhook: WireWebhook }>;
    update(id: string, props: object): Promise<{ webhook: WireWebhook }>;
    delete(id: string): Promise<unknown>;
  };
  appUsers: {
    create(props: { appUser: object }): Promise<{ appUser: { _id: string; userId: string } }>;
    get(id: string): Promise<{ appUser: { _id: string; clients: object[] } }>;
    update(id: string, props: object): Promise<{ appUser: { givenName: string } }>;
    sendMessage(id: string, message: object): Promise<{ message: WireMessage; conversation: { _id: string } }>;
    getMessages(id: string): Promise<{ messages: WireMessage[] }>;
    conversationActivity(id: string, activity: object): Promise<{ conversation: { _id: string } }>;
    deleteMessages(id: string): Promise<unknown>;
    delete(id: string): Promise<unknown>;
  };
  attachments: {
    create(query: object, form: object): Promise<{ mediaUrl: string; mediaType: string }>;
    delete(mediaUrl: string): Promise<unknown>;
  };
  integrations: {
    list(query: object): Promise<{ integrations: { _id: string }[] }>;
    get(appId: string, id: string): Promise<{ integration: object }>;
  };
  apps: { get(id: string): Promise<{ app: object }>; update(id: string, props: object): Promise<{ app: object }> };
  menu: {
    get(): Promise<{ menu: object }>;
    configure(props: object): Promise<{ menu: { items: object[] } }>;
    remove(): Promise<unknown>;
  };
}

const require = createRequire(import.meta.url);
const SmoochCore = require('smooch-core') as new (options: object) => OfficialClient;
// The form the client was written for: it comes with it.
const ClientForm = createRequire(require.resolve('smooch-core'))('form-data') as new () => {
  append(name: string, value: Buffer, options: { filename: string }): void;
};

let api: TestApi;
let control: SmoochControl;
let receiver: WebhookReceiver;
let client: OfficialClient;

beforeEach(async () => {
  [api, receiver] = await Promise.all([startTestApi(), startWebhookReceiver()]);
  control = api.simulator.control;
  client = new SmoochCore({ keyId: KEY.id, secret: KEY.secret, scope: 'app', serviceUrl: api.simulator.url });
});
afterEach(() => Promise.all([api.simulator.stop(), receiver.stop()]));

describe("Smooch's own client", () => {
  test('registers a webhook, changes and deletes it', async () => {
    const { webhook } = await client.webhooks.create({ target: receiver.url, triggers: ['message:appUser'] });
    expect((await client.webhooks.list()).webhooks).toEqual([webhook]);
    control.createUser({ platform: 'web' }).say('hi');
    expect((await receiver.waitFor(1))[0]?.headers['x-api-key']).toBe(webhook.secret);
    await client.webhooks.update(webhook._id, { triggers: ['postback'] });
    expect((await client.webhooks.get(webhook._id)).webhook).toEqual({ ...webhook, triggers: ['postback'] });
    await client.webhooks.delete(webhook._id);
    expect((await client.webhooks.list()).webhooks).toEqual([]);
  });

  test('reads, makes, changes and deletes users', async () => {
    const user = control.createUser({ platform: 'messenger' });
    expect((await client.appUsers.get(user.id)).appUser.clients).toMatchObject([{ platform: 'messenger' }]);
    await client.appUsers.create({ appUser: { userId: 'crm-1', signedUpAt: new Date() } });
    expect((await client.appUsers.update('crm-1', { givenName: 'Ana' })).appUser.givenName).toBe('Ana');
    await client.appUsers.delete('crm-1');
    await expect(client.appUsers.get('crm-1')).rejects.toMatchObject({ code: 'user_not_found' });
  });

  test('types, sends messages with buttons, lists and deletes them', async () => {
    const user = control.createUser({ platform: 'messenger' });
    user.say('hi');
    const activity = await client.appUsers.conversationActivity(user.id, { role: 'appMaker', type: 'typing:start' });
    const actions = [{ type: 'postback', text: 'More', payload: 'MORE' }];
    const sent = await client.appUsers.sendMessage(user.id, { role: 'appMaker', type: 'text', text: 'Hello', actions });
    expect(sent.conversation._id).toBe(activity.conversation._id);
    expect((await client.appUsers.getMessages(user.id)).messages.map(({ text }) => text)).toEqual(['hi', 'Hello']);
    expect(user.received).toEqual([sent.message]);
    await client.appUsers.deleteMessages(user.id);
    expect((await client.appUsers.getMessages(user.id)).messages).toEqual([]);
  });

  test('understands a refusal', async () => {
    const user = control.createUser({ platform: 'web' });
    await expect(client.appUsers.sendMessage(user.id, { role: 'appMaker', type: 'text' })).rejects.toMatchObject({
      code: 'bad_request',
      description: expect.stringContaining('text'),
    });
    const stranger = new SmoochCore({ keyId: KEY.id, secret: 'wrong', scope: 'app', serviceUrl: api.simulator.url });
    await expect(stranger.webhooks.list()).rejects.toMatchObject({ code: 'unauthorized' });
  });

  test('uploads and removes a file', async () => {
    const form = new ClientForm();
    form.append('source', Buffer.from('%PDF-1.7'), { filename: 'a.pdf' });
    const file = await client.attachments.create({ access: 'public' }, form);
    expect(file).toMatchObject({ mediaType: 'application/pdf' });
    expect(await (await fetch(file.mediaUrl)).text()).toBe('%PDF-1.7');
    await client.attachments.delete(file.mediaUrl);
    expect((await fetch(file.mediaUrl)).status).toBe(404);
  });

  test('reads and changes its app, and the menu', async () => {
    expect((await client.apps.get(APP_ID)).app).toMatchObject({ _id: APP_ID, name: 'Sandbox' });
    expect((await client.apps.update(APP_ID, { name: 'Harbour' })).app).toMatchObject({ name: 'Harbour' });
    const items = [{ type: 'postback', text: 'Start', payload: 'START' }];
    const { menu } = await client.menu.configure({ items });
    expect(menu.items).toMatchObject(items);
    expect((await client.menu.get()).menu).toEqual(menu);
    await client.menu.remove();
    await expect(client.menu.get()).rejects.toMatchObject({ code: 'menu_not_found' });
  });

  test('lists integrations', async () => {
    control.createUser({ platform: 'web' });
    const { integrations } = await client.integrations.list({ appId: APP_ID, types: 'web' });
    expect(integrations).toMatchObject([{ type: 'web', status: 'active' }]);
    const one = await client.integrations.get(APP_ID, integrations[0]!._id);
    expect(one.integration).toEqual(integrations[0]);
  });
});
