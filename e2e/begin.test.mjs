import assert from 'node:assert/strict';
import { crawl } from './crawl.mjs';
import { journey } from './harness.mjs';

const organisations = ['Ashby', 'Borrow', 'Carrick', 'Dunmere', 'Elmsworth', 'Farleigh', 'Gorsedale'];

// sixty made-up people, as somebody would keep them in a spreadsheet.
const spreadsheet = ['Name,Email,Organisation,Region']
  .concat(Array.from({ length: 60 }, (_, i) => {
    const council = organisations[i % organisations.length];
    return `Person ${i + 1},person${i + 1}@example.org,${council} Council,${i % 2 ? 'North' : 'South'}`;
  }))
  .join('\n');

journey('an organiser comes with a spreadsheet and sends out the first draw', async ({ network, somebody }) => {
  const organiser = await somebody();
  const [, first] = network.links();
  await organiser.go(first);
  await organiser.type('What is the network called?', 'Digital people of the coast');
  await organiser.type('What is it for?', 'People who make council services meet and learn from each other.');
  await organiser.type('Your name', 'Oona Osei');
  await organiser.type('Your email address', 'oona@example.org');
  await organiser.press('Start the network');
  await organiser.look();

  await organiser.go('/organise/import');
  await organiser.choose('Members');
  await organiser.page.getByLabel('The file', { exact: true }).setInputFiles({
    name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(spreadsheet),
  });
  await organiser.press('Look at the file');
  await organiser.look();
  assert.equal(await organiser.heading(), 'What the import would do');
  await organiser.press('Import');
  await organiser.look();
  assert.equal(await organiser.heading(), 'Imported');

  await organiser.go('/organise/programmes/new');
  await organiser.type('What is it called?', 'Thirty minutes');
  await organiser.type('What is it for?', 'Meet somebody from another council.');
  await organiser.choose('Every month');
  await organiser.choose('Now');
  await organiser.press('Create the programme');
  await organiser.look();
  await organiser.follow('Round 1');
  await organiser.look();
  await organiser.press('Draw now');
  await organiser.look();
  const draw = new URL(organiser.page.url()).pathname;
  await crawl(organiser, draw, { within: '/organise/rounds/' });
  await organiser.go(draw);
  await organiser.press('Send it out now');
  await organiser.look();
  assert.match(await organiser.page.locator('main').innerText(), /30 conversations|Conversations/);

  const round = draw.split('/')[3];
  await organiser.go(`/rounds/${round}/draw`);
  assert.equal(await organiser.heading(), 'How this draw is made');
  const receipt = JSON.parse(await organiser.download(`/rounds/${round}/draw/receipt/1`, /json/));
  assert.match(await organiser.page.locator('main').innerText(), new RegExp(receipt.fingerprint));
});
