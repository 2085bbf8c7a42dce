// What many journeys begin with: a network with an organiser, people, and a
// programme. These steps are looked at elsewhere, so nobody looks at them here.
import assert from 'node:assert/strict';

// begin makes somebody the first organiser, by the link that was printed.
export async function begin(network, person) {
  await person.page.goto(network.links().find((link) => link.includes('/first/')));
  await person.page.getByLabel('What is the network called?').fill('Tea & talk');
  await person.page.getByLabel('Your name').fill('Olga Orr');
  await person.page.getByLabel('Your email address').fill('olga@example.org');
  await person.press('Start the network');
  return person;
}

// people are made-up members, each of another council: "Ann" is ann@example.org.
export const address = (name) => `${name.split(' ')[0].toLowerCase()}@example.org`;
export const spreadsheet = (names) =>
  ['Name,Email,Organisation,Region', ...names.map((name, i) => `${name},${address(name)},Council ${i + 1},${i % 2 ? 'North' : 'South'}`)].join('\n');

// choose puts a spreadsheet into the form of the import and looks at it.
export async function chooseFile(organiser, kind, text) {
  await organiser.page.goto('/organise/import');
  await organiser.choose(kind);
  await organiser.page.getByLabel('The file', { exact: true }).setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await organiser.press('Look at the file');
}

export async function bringIn(organiser, names) {
  await chooseFile(organiser, 'Members', spreadsheet(names));
  await organiser.press('Import');
  assert.equal(await organiser.heading(), 'Imported');
}

// openRound begins a programme, and is the path of its first round, which asks
// people whether they are in.
export async function openRound(organiser) {
  await organiser.page.goto('/organise/programmes/new');
  await organiser.type('What is it called?', 'Thirty minutes');
  await organiser.choose('Now');
  await organiser.press('Create the programme');
  await organiser.follow('Round 1');
  return new URL(organiser.page.url()).pathname;
}

// conversation is the path of the conversation that a letter is about.
export const conversation = (letter) => letter.link(/\/c\/[^/?]+$/);

// connect draws the round and sends it out. It is the letters of who was put
// together: an array of two for each pair.
export async function connect(network, organiser, round, names) {
  await organiser.page.goto(round);
  await organiser.press('Draw now');
  await organiser.press('Send it out now');
  const letters = await Promise.all(names.map((name) => network.post.letter(address(name), /: you are talking to/)));
  const pairs = [];
  for (const [i, name] of names.entries()) {
    const partner = names.findIndex((other) => other !== name && letters[i].text.includes(other));
    if (i < partner) pairs.push([{ name, letter: letters[i] }, { name: names[partner], letter: letters[partner] }]);
  }
  return pairs;
}
