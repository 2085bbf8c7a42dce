// Run after all journeys: fails when there is a page that none of them has
// looked at, wide with JavaScript or narrow without.
import { ways } from './ways.mjs';
import { missed, routes } from './routes.mjs';
import { scripted, unwalked } from './unwalked.mjs';

const unknown = [...scripted, ...unwalked].filter((pattern) => !routes().includes(pattern));
if (unknown.length > 0) {
  console.error(`There is no such page to leave out:\n  ${unknown.join('\n  ')}`);
  process.exit(1);
}
const without = ways.filter((way) => !way.javascript).map((way) => way.name);
const left = missed(ways.map((way) => way.name))
  .filter(({ pattern, way }) => !unwalked.includes(pattern) && !(scripted.includes(pattern) && without.includes(way)));
if (left.length > 0) {
  const lines = left.map(({ way, pattern, elsewhere }) => `${way}: ${pattern} (${elsewhere ?? 'nor in another way'})`);
  console.error(`No journey has looked at:\n  ${lines.join('\n  ')}`);
  console.error('Lead one there; e2e/ says how, and look() is what counts.');
  process.exit(1);
}
console.log(`${routes().length - unwalked.length} of ${routes().length} pages were looked at in ${ways.length} ways; the rest is in e2e/unwalked.mjs.`);
