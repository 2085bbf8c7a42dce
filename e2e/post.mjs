// A mail server for one network: it takes every letter, and refuses those to
// addresses that it was told to refuse.
import { once } from 'node:events';
import { createServer } from 'node:net';

const patience = 60_000; // the machine may be busy

export async function startPost() {
  const letters = [];
  const refused = new Set();
  const server = createServer((socket) => converse(socket, letters, refused)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: server.address().port,
    refuse: (address) => refused.add(address),
    count: () => letters.length,
    // letter waits for the newest letter to somebody whose subject matches, and
    // that came after so many others.
    async letter(to, subject, after = 0) {
      for (const deadline = Date.now() + patience; Date.now() < deadline; await pause()) {
        const found = letters.slice(after).findLast((l) => l.to === to && subject.test(l.subject));
        if (found) return found;
      }
      const had = letters.filter((l) => l.to === to).map((l) => l.subject);
      throw new Error(`no letter ${subject} to ${to}, only ${JSON.stringify(had)}`);
    },
    async stop() {
      server.close();
    },
  };
}

const pause = () => new Promise((again) => setTimeout(again, 100));

// converse speaks as much SMTP as the program does.
function converse(socket, letters, refused) {
  let rest = '';
  let to = '';
  let writing = null;
  const say = (line) => socket.write(`${line}\r\n`);
  const obey = (line) => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'RCPT') {
      to = /<(.*)>/.exec(line)[1];
      return say(refused.has(to) ? '550 5.1.1 There is nobody of that name here' : '250 Fine');
    }
    if (verb === 'DATA') {
      writing = [];
      return say('354 Go on');
    }
    if (verb === 'QUIT') return socket.end('221 Goodbye\r\n');
    return say(verb === 'EHLO' ? '250-post\r\n250 8BITMIME' : '250 Fine');
  };
  const hear = (line) => {
    if (!writing) return obey(line);
    if (line !== '.') return writing.push(line.replace(/^\.\./, '.'));
    letters.push(opened(to, writing.join('\r\n')));
    writing = null;
    return say('250 Taken');
  };
  socket.on('error', () => {}).on('data', (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\r\n');
    rest = lines.pop();
    lines.forEach(hear);
  });
  say('220 post');
}

// opened is a letter as its reader has it: subject, text, HTML, calendar.
function opened(to, raw) {
  const { headers, body } = parts(raw);
  const found = { 'text/plain': '', 'text/html': '', 'application/ics': '' };
  unpack(headers, body, found);
  const [text, html, calendar] = Object.values(found);
  return {
    to, subject: words(headers.subject ?? ''), text, html, calendar,
    // link is the path of the letter's first link that holds or fits part.
    link(part) {
      const address = [...text.matchAll(/https?:\/\/\S+/g)].map(([a]) => a).find((a) => a.search(part) >= 0);
      if (!address) throw new Error(`no link ${part} in “${this.subject}”:\n${text}`);
      return new URL(address).pathname + new URL(address).search;
    },
  };
}

function parts(raw) {
  const end = raw.indexOf('\r\n\r\n');
  const headers = {};
  for (const line of raw.slice(0, end).replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { headers, body: raw.slice(end + 4) };
}

function unpack(headers, body, found) {
  const type = headers['content-type'] ?? 'text/plain';
  const boundary = /boundary="([^"]+)"/.exec(type)?.[1];
  if (boundary) {
    for (const piece of body.split(`--${boundary}`).slice(1, -1)) {
      const inner = parts(piece.replace(/^\r\n/, ''));
      unpack(inner.headers, inner.body, found);
    }
    return;
  }
  found[type.split(';')[0]] = decoded(headers['content-transfer-encoding'] ?? '', body);
}

function decoded(encoding, body) {
  if (/base64/i.test(encoding)) return Buffer.from(body, 'base64').toString('utf8');
  if (!/quoted-printable/i.test(encoding)) return Buffer.from(body, 'latin1').toString('utf8');
  return quoted(body.replace(/=\r\n/g, ''));
}

const quoted = (text) =>
  Buffer.from(text.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('utf8');

// words reads the words of a header that are encoded because they are not ASCII.
const words = (text) =>
  text.replace(/\?=\s+=\?/g, '?==?').replace(/=\?utf-8\?([qb])\?(.*?)\?=/gi, (_, how, said) =>
    how.toLowerCase() === 'b' ? Buffer.from(said, 'base64').toString('utf8') : quoted(said.replace(/_/g, ' ')));
