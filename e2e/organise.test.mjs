// What an organiser does besides the first draw.
import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { address, begin, bringIn, chooseFile, openRound } from './together.mjs';

const names = ['Ann Ash', 'Ben Birch', 'Cat Cole', 'Dan Dale', 'Eve Elm', 'Fay Ford', 'Gus Gale'];

journey('an organiser reviews a draw, changes it by hand, and releases it', async ({ network, somebody }) => {
  const olga = await begin(network, await somebody());
  await bringIn(olga, names);
  const round = await openRound(olga);
  await olga.go(`${round}/people`);
  await olga.page.goto(round);
  await olga.press('Draw now');
  await olga.look();
  const draw = `${round}/draw`;

  await group(olga, draw);
  await olga.press('Keep them together');
  await olga.look();
  await olga.page.goto(draw);
  await olga.press('Draw again');
  await olga.look();
  await olga.press('Draw by pure chance');
  await olga.look();
  await olga.press(/^Choose this draw Draw 2/);
  await olga.look();
  assert.match(await olga.page.locator('main').innerText(), /Kept together/);

  await group(olga, draw, -1);
  await olga.page.getByRole('button', { name: /^Move/ }).first().click();
  await olga.page.waitForURL('**/draw/person/*');
  await olga.look();
  await olga.press(/^Change places with/);
  await olga.look();
  await group(olga, draw, -1);
  await olga.press(/^Take out of this round/);
  await olga.look();
  await olga.page.goto(draw);
  await olga.look();
  await olga.press(/^Let them in again/);
  await olga.look();
  await olga.go(`${round}/draws`);
  await olga.go(`${round}/cancel`);

  await olga.page.goto(draw);
  await olga.press(/^Release/);
  await olga.look();
  await olga.go('/organise');
  await olga.page.goto(draw);
  await olga.press('Do not release it yet');
  await olga.look();
  await olga.press('Send it out now');
  await olga.look();
});

// group opens a conversation of the draw: the first, or the last.
async function group(olga, draw, which = 0) {
  await olga.page.goto(draw);
  await olga.page.locator('a[href*="/draw/group/"]').nth(which).click();
  await olga.page.waitForURL('**/draw/group/*');
  await olga.look();
}

journey('an organiser brings in people, mends addresses, and asks own questions', async ({ network, somebody }) => {
  const olga = await begin(network, await somebody());
  await spreadsheets(olga);
  await imported(network, await somebody());
  await bounced(network, olga);
  await questions(olga);
  await downloads(olga);
  await calledOff(network, olga);
});

async function spreadsheets(olga) {
  await olga.page.goto('/organise/import');
  await olga.press('Look at the file');
  await olga.look(); // no file
  await chooseFile(olga, 'Members', 'Name,Email,Shoes\nAnn Ash,ann@example.org,41\nBen Birch,ben\n,cat@example.org\nAnn Ash,ann@example.org');
  await olga.look();
  assert.equal(await olga.heading(), 'What the import would do');
  assert.match(await olga.page.locator('main').innerText(), /ben is not an email address/);
  await olga.go(new URL(olga.page.url()).pathname);
  await olga.press('Import');
  await olga.look();
  await bringIn(olga, names.slice(1, 4));
  await chooseFile(olga, 'Who has met before', 'round,a,b\nMay,ben@example.org,cat@example.org\nMay,nobody@example.org,ben@example.org');
  await olga.look();
  await olga.press('Import');
  await olga.look();
}

// imported is somebody whom an organiser brought in: one agrees, one does not.
async function imported(network, person) {
  const letter = await network.post.letter(address('Ann Ash'), /^You are in/);
  await person.read(letter);
  await person.go(letter.link('/imported/'));
  await person.press('I am in, and I promise this');
  await person.look();
  await person.go((await network.post.letter(address('Ben Birch'), /^You are in/)).link('/imported/'));
  await person.press('Remove me');
  await person.look();
}

async function bounced(network, olga) {
  network.post.refuse(address('Gus Gale'));
  await bringIn(olga, ['Gus Gale']);
  for (let tries = 0; tries < 50 && !(await olga.page.getByText('comes back').count()); tries++) await olga.page.goto('/organise');
  await olga.look();
  await olga.go('/organise/mail');
  assert.match(await olga.page.locator('main').innerText(), /Gus Gale/);
  await olga.press(/^Send again/);
  await olga.look();
  await olga.page.goto('/organise');
  await olga.follow(/comes back/);
  await olga.look();
  await olga.follow('Gus Gale');
  await olga.look();
  await olga.press('Enter another address');
  await olga.look();
  await olga.press('Save');
  await olga.look(); // there is no address
  await olga.type('New email address', 'gus.gale@example.org');
  await olga.press('Save');
  await olga.look();
  await olga.read(await network.post.letter('gus.gale@example.org', /^You are in/));
}

async function questions(olga) {
  await olga.page.goto('/organise/fields/new');
  await olga.press('Save');
  await olga.look();
  await olga.page.getByLabel('What is asked').fill('Grade');
  await olga.page.getByLabel('Answers to choose from').fill('A\nB');
  await olga.press('Save');
  await olga.look();
  await olga.page.locator('main a[href^="/organise/fields/"]:not([href$="new"]):not([href$="remove"])').first().click();
  await olga.page.waitForURL('**/organise/fields/*');
  await olga.look();
  await olga.go('/profile/edit');
  await olga.page.goto('/organise/fields');
  await olga.page.locator('main a[href^="/organise/fields/"]:not([href$="new"])').first().click();
  await olga.page.waitForURL('**/organise/fields/*');
  await olga.go(`${new URL(olga.page.url()).pathname}/remove`);
  await olga.press('Remove the question and all answers');
  await olga.look();
}

async function downloads(olga) {
  await olga.go('/organise/export');
  for (const link of await olga.page.locator('main a[download], main a[href^="/organise/export/"]').all()) {
    await olga.download(await link.getAttribute('href'), /csv/);
  }
  for (const name of ['rounds', 'reasons', 'growth', 'unconnected']) await olga.download(`/organise/insight/${name}.csv`, /csv/);
  for (const path of ['', '/reasons', '/growth', '/unconnected']) await olga.go(`/organise/insight${path}`); // while there is nothing
}

async function calledOff(network, olga) {
  const round = await openRound(olga);
  await network.post.letter(address('Ann Ash'), /your next conversation/);
  await olga.go(`${round}/cancel`);
  await olga.press('Call it off');
  await olga.look();
  await olga.read(await network.post.letter(address('Ann Ash'), /does not take place/));
}
