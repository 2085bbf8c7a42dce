// Run after all journeys: fails when there is a page that none of them has
// looked at, wide with JavaScript or narrow without.
import { ways } from './ways.mjs';
import { missed, routes } from './routes.mjs';

const lines = missed(ways.map((way) => way.name));
if (lines.length > 0) {
  console.error(`No journey has looked at:\n  ${lines.join('\n  ')}`);
  console.error('Lead one there; e2e/ says how, and look() is what counts.');
  process.exit(1);
}
console.log(`All ${routes().length} pages were looked at in ${ways.length} ways.`);
