import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createConfFolder } from '../config/create-conf-folder.ts';
import { root, runCli } from './run-program.ts';

const ALL_COMMANDS = [
  'start',
  'check-config',
  'config defaults',
  'backup',
  'dead-letters',
  'dead-letters retry',
  'extra-info show',
  'extra-info refresh',
  'webhooks arm',
  'webhooks secrets',
  'webhooks forget',
  'session clear',
  'user erase',
  'help',
];

describe('check-config', () => {
  test('says that a configuration is valid, and what it means for each environment', async () => {
    const conf = createConfFolder({
      'custom/environments.yaml': 'development: {type: http_host, regex: dev}\n',
      'custom/chat.yaml': 'chat: {queue: 4}\n',
      'development/chat.yaml': 'chat: {enabled: true, appId: a, secret: hush}\n',
      'development/conversation.yaml': 'default: {lang: es}\n',
      'development/smooch.yaml': 'app_tokens: {key: k, secret: hush}\n',
    });
    const { code, stdout, stderr } = await runCli(['check-config', '--conf', conf]);
    expect(stdout.split('\n')).toEqual([
      'configuration is valid',
      'production: language en, chat off, ratings off, Smooch key pair from ExtraInfo (group smooch, entry app_tokens)',
      'development: language es, chat on, ratings off, Smooch key pair from smooch.yaml (app_tokens)',
      `warning: ${conf}/custom/chat.yaml: chat.queue: is accepted, but has no effect yet (line 1)`,
      '',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('prints every mistake and ends with 78', async () => {
    const conf = createConfFolder({ 'custom/server.yaml': 'port: x\n', 'custom/chat.yaml': 'chat: {roomId: abc}\n' });
    const { code, stdout, stderr } = await runCli(['check-config', `--conf=${conf}`]);
    expect(stderr.trimEnd().split('\n')).toEqual([
      `${conf}/custom/server.yaml: port: must be a whole number from 0 to 65535, found "x" (line 1)`,
      `${conf}/custom/chat.yaml: chat.roomId: must be a whole number, 1 or more, found "abc" (line 1)`,
    ]);
    expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
  });

  test('reads the folder conf of the working directory when none is named', async () => {
    const conf = createConfFolder({ 'conf/custom/api.yaml': 'key: k\n' });
    const { code, stderr } = await runCli(['check-config'], { cwd: conf });
    expect(stderr).toBe(
      'conf/custom/api.yaml: secret: must be set: the API secret of your Inbenta chatbot instance (environment production)\n',
    );
    expect(code).toBe(78);
  });
});

test('start refuses a configuration with mistakes', async () => {
  const conf = createConfFolder({ 'custom/api.yaml': 'key: k\nsecret: s\nurll: x\n' });
  const { code, stderr } = await runCli(['start', '--conf', conf, '--data', join(conf, 'data')]);
  expect(stderr).toContain('custom/api.yaml: urll: is not known here; accepted: key, secret, url (line 3)');
  expect(code).toBe(78);
});

describe('config defaults', () => {
  test.each(['chat', 'chat.yaml'])('%s prints that file with its comments', async (name) => {
    const { code, stdout } = await runCli(['config', 'defaults', name]);
    expect(stdout).toBe(readFileSync(join(root, 'conf/default/chat.yaml'), 'utf8'));
    expect(code).toBe(0);
  });

  test('prints all files', async () => {
    const { code, stdout } = await runCli(['config', 'defaults']);
    for (const name of ['api', 'environments', 'conversation', 'chat', 'smooch', 'server']) {
      expect(stdout).toContain(`# ---- ${name}.yaml ----\n\n`);
      expect(stdout).toContain(readFileSync(join(root, `conf/default/${name}.yaml`), 'utf8'));
    }
    expect(code).toBe(0);
  });

  test('knows which files there are', async () => {
    const { code, stderr } = await runCli(['config', 'defaults', 'chats']);
    expect(stderr).toBe(
      'there is no default file "chats"; there are: api, environments, conversation, chat, smooch, server\n',
    );
    expect(code).toBe(64);
  });
});

describe('help', () => {
  test.each([[['help']], [['--help']], [['-h']]])('%j shows every command', async (args) => {
    const { code, stdout } = await runCli(args);
    for (const command of ALL_COMMANDS) {
      expect(stdout).toMatch(new RegExp(`^ {2}${command} +[A-Z]`, 'm'));
    }
    expect(code).toBe(0);
  });

  test.each([[['help', 'start']], [['start', '--help']], [['start', '--port', '1', '-h']]])(
    '%j explains start',
    async (args) => {
      const { code, stdout } = await runCli(args);
      expect(stdout).toMatch(/^Usage: smooch-connector start \[--conf DIR\] \[--data DIR\] \[--port N\]\n/);
      expect(stdout).toMatch(/--conf DIR .*Default: conf\n/);
      expect(stdout).toMatch(/--data DIR .*Default: data\n/);
      expect(code).toBe(0);
    },
  );

  test('explains a command of two words', async () => {
    const { stdout } = await runCli(['help', 'config', 'defaults']);
    expect(stdout).toMatch(/^Usage: smooch-connector config defaults \[FILE\]\n/);
  });

  test('tells words that must be given from those that may, and options with a value from those without', async () => {
    expect((await runCli(['help', 'user', 'erase'])).stdout).toMatch(
      /^Usage: .* user erase USER \[--conf DIR\] \[--data DIR\]\n/,
    );
    const { stdout } = await runCli(['dead-letters', 'retry', '--help']);
    expect(stdout).toMatch(/^Usage: .* dead-letters retry \[ID\.\.\.\] \[--all\] \[--conf DIR\] \[--data DIR\]\n/);
  });
});

test('--version prints the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(await runCli(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

describe('a wrong call ends with 64 and says what is right', () => {
  test.each([
    [[], `a command is missing; there are: ${ALL_COMMANDS.join(', ')}.`],
    [['stat'], '"stat" is no command; there are: start,'],
    [['config'], '"config" is no command; there are: start,'],
    [['extra-info'], '"extra-info" is no command; there are: start,'],
    [['dead-letters', 'retyr', '5'], '"retyr" is not understood by dead-letters.'],
    [['dead-letters', 'retry', '--all=yes'], '"smooch-connector help dead-letters retry" explains it.'],
    [['dead-letters', 'retry'], 'name the dead letters to try again by their ids, or say --all'],
    [['dead-letters', 'retry', '1', '--all'], 'name the dead letters to try again by their ids, or say --all'],
    [['dead-letters', 'retry', 'one'], '"one" is no id; ids are the numbers that "dead-letters" lists'],
    [['dead-letters', 'retry', '1e3'], '"1e3" is no id; ids are the numbers that "dead-letters" lists'],
    [['user', 'erase'], 'user erase needs USER. "smooch-connector help user erase" explains it.'],
    [['session', 'clear', 'one', 'two'], '"two" is not understood by session clear.'],
    [['user', 'erase', 'one', '--data='], '--data needs a value: --data DIR'],
    [['help', 'stat'], 'there is no command "stat" to explain'],
    [['start', '--prot', '80'], 'Unknown option \'--prot\'. "smooch-connector help start" explains it.'],
    [['start', '--port', 'http'], '--port must be a whole number from 0 to 65535, found "http"'],
    [['start', '--port', '70000'], '--port must be a whole number from 0 to 65535, found "70000"'],
    [['start', '--conf'], '"smooch-connector help start" explains it.'],
    [['start', '--conf='], '--conf needs a value: --conf DIR'],
    [['check-config', 'conf'], '"conf" is not understood by check-config.'],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await runCli(args);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
  });
});
