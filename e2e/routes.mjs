// The route table, as the program prints it, and which of its pages the
// journeys have looked at.
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';

const seen = 'tmp/e2e/seen';

// pages are the patterns of everything that can be asked for, "/people/{id}".
let pages;
export function routes() {
  pages ??= execFileSync('bin/cuppa', ['routes'], { encoding: 'utf8' }).trim().split('\n')
    .map((line) => line.split(' '))
    .filter(([, method]) => method === 'GET')
    .map(([, , pattern]) => pattern);
  return pages;
}

// routeOf is the pattern that answers a path: of those that fit, the one that
// says most, as the program itself chooses.
export function routeOf(path) {
  const parts = split(path);
  return routes()
    .filter((pattern) => fits(split(pattern), parts))
    .sort((a, b) => wildness(a).localeCompare(wildness(b)))[0];
}

const split = (path) => path.replace('{$}', '').split('/');
const wild = (part) => part.startsWith('{');
const fits = (pattern, parts) =>
  pattern.length === parts.length && pattern.every((part, i) => (wild(part) ? parts[i] !== '' : part === parts[i]));
// wildness sorts a word before a wildcard, part by part.
const wildness = (pattern) => split(pattern).map((part) => (wild(part) ? '1' : '0')).join('');

// lookedAt writes down that somebody has examined the page at path in a way.
export function lookedAt(path, way) {
  mkdirSync('tmp/e2e', { recursive: true });
  appendFileSync(seen, `${way} ${routeOf(path)}\t${path}\n`);
}

// missed are the patterns that nobody has looked at in this run in one of the
// ways, or in none, and where it was looked at in another.
export function missed(ways) {
  const done = new Map(readFileSync(seen, 'utf8').trim().split('\n').map((line) => line.split('\t')));
  return routes().flatMap((pattern) => ways.filter((way) => !done.has(`${way} ${pattern}`)).map((way) => {
    const other = ways.find((one) => done.has(`${one} ${pattern}`));
    return { way, pattern, elsewhere: other && `${other}: ${done.get(`${other} ${pattern}`)}` };
  }));
}
