// A network: bin/cuppa in a temporary folder on a port of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPost } from './post.mjs';

const patience = 60_000; // the machine may be busy

// startNetwork starts a fresh network, or the demo, and returns when the program
// says that it is ready. links are the addresses that it printed.
export async function startNetwork({ command = 'serve' } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'cuppa-e2e-'));
  const address = `127.0.0.1:${await freePort()}`;
  // The demo knows its own address, and keeps its mail.
  const base = command === 'serve' ? ['--base', `http://${address}`] : [];
  const post = command === 'serve' ? await startPost() : null;
  const mail = post && { CUPPA_SMTP_HOST: '127.0.0.1', CUPPA_SMTP_PORT: String(post.port), CUPPA_SMTP_TLS: 'none' };
  // The demo of one moment is the same at every run, and so are its pages.
  const moment = command === 'demo' && { CUPPA_DEMO_NOW: '2026-11-18T10:30:00Z' };
  const program = spawn('bin/cuppa', [command, '--listen', address, '--data', folder, ...base], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: folder, TZ: 'UTC', ...mail, ...moment },
  });
  let said = '';
  program.stdout.on('data', (text) => (said += text));
  program.stderr.on('data', (text) => (said += text));
  const ended = once(program, 'exit');

  const network = {
    url: `http://${address}`,
    post,
    output: () => said,
    links: () => [...said.matchAll(/https?:\/\/\S+/g)].map(([link]) => link),
    async stop() {
      program.kill('SIGTERM');
      const late = setTimeout(() => program.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(late);
      await post?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await ready(network, program);
  } catch (error) {
    await network.stop();
    throw error;
  }
  return network;
}

async function ready(network, program) {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    if (program.exitCode !== null) throw new Error(`bin/cuppa ended:\n${network.output()}`);
    try {
      if ((await fetch(`${network.url}/readyz`)).ok) return;
    } catch {
      // not listening yet
    }
    await new Promise((again) => setTimeout(again, 50));
  }
  throw new Error(`bin/cuppa was not ready in ${patience / 1000} s:\n${network.output()}`);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
